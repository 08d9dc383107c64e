/** What is on file for one domain, and the way to change or remove it. */
import { useState } from 'preact/hooks';

import { Button } from '../../../design/button.tsx';
import { Card, Notice } from '../../../design/surface.tsx';
import { Facts } from '../../../design/table.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { operatorWords } from '../../words.ts';
import { Digest } from '../digest.tsx';
import { StateBadge } from '../state-badge.tsx';
import type { TrustEntry, TrustPreview } from '../standing.ts';
import { words as listWords } from '../words.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { words } from './words.ts';

export function EntriesCard(props: {
  readonly domain: string;
  readonly entries: readonly TrustEntry[];
  readonly preview: TrustPreview | null;
  /** Something was changed here. */
  readonly onChanged: () => void;
  /** Somebody else was first: what is on file is to be read anew. */
  readonly onAnother: () => void;
}) {
  const { domain, entries, preview, onChanged, onAnother } = props;
  const t = useWords(words);
  const [open, setOpen] = useState<{ readonly what: 'change' | 'remove'; readonly entry: TrustEntry } | null>(
    null,
  );
  const close = (): void => {
    setOpen(null);
  };
  const dialog = { onClose: close, onChanged, onAnother };
  return (
    <Card label={t.onFile}>
      <h2>{t.onFile}</h2>
      {entries.length === 0 && <p>{t.noneOnFile}</p>}
      {entries.map((entry) => (
        <Entry
          key={entry.id}
          entry={entry}
          preview={preview}
          onOpen={(what) => {
            setOpen({ what, entry });
          }}
        />
      ))}
      {open?.what === 'change' && <ChangeDialog entry={open.entry} {...dialog} />}
      {open?.what === 'remove' && (
        <RemoveDialog entry={open.entry} domain={domain} entries={entries} preview={preview} {...dialog} />
      )}
    </Card>
  );
}

function Entry(props: {
  readonly entry: TrustEntry;
  readonly preview: TrustPreview | null;
  readonly onOpen: (what: 'change' | 'remove') => void;
}) {
  const { entry, preview, onOpen } = props;
  const t = useWords(words);
  const list = useWords(listWords);
  const o = useWords(operatorWords);
  const f = useFormats();
  const { kind, sha256, note, addedAt, addedBy, changedAt, changedBy, notAfter, certificateNotAfter } = entry;
  const name = `${o.kind[kind]} ${sha256.slice(0, 8).toUpperCase()}`;
  return (
    <section class="trust-entry" aria-label={t.entry(name, entry.domain)}>
      <div class="row">
        <h3>{o.kind[kind]}</h3>
        <StateBadge entry={entry} preview={preview} />
      </div>
      <Facts
        facts={[
          [t.digest, <Digest key="digest" hex={sha256} />],
          [t.note, note || <span class="quiet">{t.noNote}</span>],
          [t.added, list.by(f.time(addedAt), addedBy)],
          ...(changedAt === null ? [] : [[t.changed, list.by(f.time(changedAt), changedBy ?? '')] as const]),
          [t.ends, notAfter === null ? t.noEnd : f.exact(notAfter)],
          ...(certificateNotAfter === null
            ? []
            : [[t.certificateEnds, f.date(certificateNotAfter)] as const]),
        ]}
      />
      {entry.warnings.map((warning) => (
        <Notice key={warning} kind="warning">
          <p lang="en">{warning}</p>
        </Notice>
      ))}
      <div class="row">
        <Button
          label={t.changeOf(name)}
          onPress={() => {
            onOpen('change');
          }}
        >
          {t.change}
        </Button>
        <Button
          kind="danger"
          label={t.removeOf(name)}
          onPress={() => {
            onOpen('remove');
          }}
        >
          {t.remove}
        </Button>
      </div>
    </section>
  );
}
