/** Operators: all secure addresses. */
import { Page } from '../../design/page.tsx';
import { useWords } from '../../words/words.ts';
import { words } from './words.ts';

export default function AliasesPage() {
  const t = useWords(words);
  return (
    <Page title={t.title}>
      <p>{t.empty}</p>
    </Page>
  );
}
