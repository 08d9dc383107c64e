import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Simulated internet', empty: 'There is nothing here yet.' },
  { title: 'Simuliertes Internet', empty: 'Hier ist noch nichts.' },
);
