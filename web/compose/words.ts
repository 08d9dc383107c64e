import { defineWords } from '../words/words.ts';

export const words = defineWords(
  {
    title: 'Write',
    empty:
      'Writing on these pages is not part of this version yet. Send with your mail program, or over the API.',
  },
  {
    title: 'Schreiben',
    empty:
      'Schreiben kann man auf diesen Seiten in dieser Version noch nicht. Sende mit deinem Mailprogramm oder über die API.',
  },
);
