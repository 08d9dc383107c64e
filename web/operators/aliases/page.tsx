/** Operators: all secure addresses. */
import { useWords } from '../../words/words.ts';
import { words } from './words.ts';

export default function AliasesPage() {
  const t = useWords(words);
  return (
    <>
      <h1>{t.title}</h1>
      <p>{t.empty}</p>
    </>
  );
}
