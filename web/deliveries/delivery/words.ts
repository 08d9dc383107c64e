import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'Delivery', empty: 'There is nothing here yet.' },
  { title: 'Zustellung', empty: 'Hier ist noch nichts.' },
);
