import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Check a receipt', empty: 'There is nothing here yet.' },
  { title: 'Beleg prüfen', empty: 'Hier ist noch nichts.' },
);
