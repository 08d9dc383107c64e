import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'Trusted certificates', empty: 'There is nothing here yet.' },
  { title: 'Vertraute Zertifikate', empty: 'Hier ist noch nichts.' },
);
