import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'Message', empty: 'There is nothing here yet.' },
  { title: 'Nachricht', empty: 'Hier ist noch nichts.' },
);
