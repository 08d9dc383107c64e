import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  { title: 'Log of actions', empty: 'There is nothing here yet.' },
  { title: 'Protokoll der Aktionen', empty: 'Hier ist noch nichts.' },
);
