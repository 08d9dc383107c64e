import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'System health', empty: 'There is nothing here yet.' },
  { title: 'Zustand des Systems', empty: 'Hier ist noch nichts.' },
);
