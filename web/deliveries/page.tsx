/** What was sent, and how it went. */
import { Page } from '../design/page.tsx';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export default function DeliveriesPage() {
  const t = useWords(words);
  return (
    <Page title={t.title}>
      <p>{t.empty}</p>
    </Page>
  );
}
