/** Before a level is set for others: for how many, and whether their mail could go at all. */
import { api, ask } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Notice } from '../../design/surface.tsx';
import { levelWords } from '../../levels/words.ts';
import { useWords } from '../../words/words.ts';
import { counts } from '../trust/standing.ts';
import { operatorWords } from '../words.ts';
import type { Wish } from './setting.ts';
import { words } from './words.ts';

export function ConfirmLevel(props: {
  readonly wish: Wish;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const { wish, onClose, onConfirm } = props;
  const { domain, level, homes } = wish;
  const t = useWords(words);
  const o = useWords(operatorWords);
  const levels = useWords(levelWords);
  const trust = useResource(level === 'verify' ? `trust:${domain}` : null, () =>
    ask(api.GET('/v1/admin/trust', { params: { query: { domain, limit: 100 } } })),
  );
  const now = Date.now();
  const comesBack = trust.value !== undefined && !trust.value.items.some((entry) => counts(entry, now));
  return (
    <Dialog
      title={t.confirm(levels.name[level], domain)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{o.cancel}</Button>
          <Button kind="primary" onPress={onConfirm}>
            {t.doIt}
          </Button>
        </>
      }
    >
      <p>{homes === null ? t.confirmEverybody : t.confirmNamed(homes.length)}</p>
      {comesBack && (
        <Notice kind="warning" live>
          <p>{t.notTrusted(domain)}</p>
        </Notice>
      )}
    </Dialog>
  );
}
