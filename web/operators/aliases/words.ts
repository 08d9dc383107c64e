import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'Secure addresses', empty: 'There is nothing here yet.' },
  { title: 'Sichere Adressen', empty: 'Hier ist noch nichts.' },
);
