/** App passwords, and how to set up a mail program. */
import { Page } from '../design/page.tsx';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export default function ConnectPage() {
  const t = useWords(words);
  return (
    <Page title={t.title}>
      <p>{t.empty}</p>
    </Page>
  );
}
