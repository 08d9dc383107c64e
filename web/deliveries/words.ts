import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Deliveries', empty: 'There is nothing here yet.' },
  { title: 'Zustellungen', empty: 'Hier ist noch nichts.' },
);
