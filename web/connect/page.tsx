/** App passwords, and how to set up a mail program. */
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export default function ConnectPage() {
  const t = useWords(words);
  return (
    <>
      <h1>{t.title}</h1>
      <p>{t.empty}</p>
    </>
  );
}
