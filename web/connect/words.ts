import { defineWords } from '../words/words.ts';

export const words = defineWords(
  { title: 'Connect a mail program', empty: 'There is nothing here yet.' },
  { title: 'Mailprogramm verbinden', empty: 'Hier ist noch nichts.' },
);
