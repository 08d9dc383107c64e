import { defineWords } from '../../words/words.ts';

export const words = defineWords(
  {
    title: 'Trusted certificates',
    empty: 'This page is not part of this version yet. Operators use npm run admin, or the API.',
  },
  {
    title: 'Vertraute Zertifikate',
    empty: 'Diese Seite gehört noch nicht zu dieser Version. Betreiber nutzen npm run admin oder die API.',
  },
);
