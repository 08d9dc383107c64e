import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Refused mail', empty: 'There is nothing here yet.' },
  { title: 'Abgelehnte Mail', empty: 'Hier ist noch nichts.' },
);
