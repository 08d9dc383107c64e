import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Mail', empty: 'There is nothing here yet.' },
  { title: 'Mail', empty: 'Hier ist noch nichts.' },
);
