import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Write', empty: 'There is nothing here yet.' },
  { title: 'Schreiben', empty: 'Hier ist noch nichts.' },
);
