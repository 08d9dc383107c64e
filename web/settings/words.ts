import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Settings', empty: 'There is nothing here yet.' },
  { title: 'Einstellungen', empty: 'Hier ist noch nichts.' },
);
