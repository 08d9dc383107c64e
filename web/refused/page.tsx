/** Who tried to write to the secure address without encryption. */
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export default function RefusedPage() {
  const t = useWords(words);
  return (
    <>
      <h1>{t.title}</h1>
      <p>{t.empty}</p>
    </>
  );
}
