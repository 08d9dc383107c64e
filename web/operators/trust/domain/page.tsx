/**
 * One provider: what is on file, what its servers show now, comparing and adding, and who did what. Operators come here
 * from the list, or by typing a domain that is not in it yet.
 */
import { useState } from 'preact/hooks';

import { api, ask } from '../../../api/client.ts';
import { forget, useResource } from '../../../api/resource.ts';
import { Fetching } from '../../../design/fetching.tsx';
import { Page } from '../../../design/page.tsx';
import { Notice, type NoticeKind } from '../../../design/surface.tsx';
import { useWords } from '../../../words/words.ts';
import { useActions } from '../../actions/reading.ts';
import { operatorWords } from '../../words.ts';
import { AddCard } from '../add/add-card.tsx';
import { readDigest } from '../digest.ts';
import { useLooking } from '../looking.ts';
import { inOrder, standingOf, type Standing, type TrustPreview } from '../standing.ts';
import { EntriesCard } from './entries-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { ServersCard } from './servers-card.tsx';
import { words } from './words.ts';
import './domain.css';
import '../../operators.css';

/** There are 50 entries a domain at most. */
const ALL_ENTRIES = 100;

export default function TrustDomainPage({ domain }: { readonly domain: string }) {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const file = useResource(`trust:${domain}`, () =>
    ask(api.GET('/v1/admin/trust', { params: { query: { domain, limit: ALL_ENTRIES } } })),
  );
  const looking = useLooking(domain);
  const history = useActions(domain).list;
  const [given, setGiven] = useState('');
  const reading = readDigest(given);
  const entries = inOrder(file.value?.items ?? []);
  /** There is nothing to trust: it is our own domain, or none at all. */
  const isRefused = looking.failure?.kind === 'problem' && looking.failure.problem.status === 422;
  /** After an own change: what is on file, what matches, and who did what are all other than they were. */
  const afterChange = (): void => {
    forget('trust');
    file.reload();
    history.reload();
    void looking.again();
  };
  return (
    <Page title={t.title(domain)}>
      <p>
        <a href="/operators/trust">{t.back}</a>
      </p>
      <p>{t.says(domain)}</p>
      {looking.preview !== null && <StandingNotice preview={looking.preview} />}
      <Fetching state={file.state} words={o} onAgain={file.reload} />
      {file.state === 'ready' && (
        <EntriesCard
          domain={domain}
          entries={entries}
          preview={looking.preview}
          onChanged={afterChange}
          onAnother={file.reload}
        />
      )}
      <ServersCard
        looking={looking}
        entries={entries}
        wanted={reading.kind === 'digest' ? reading.hex : null}
      />
      {!isRefused && (
        <AddCard
          domain={domain}
          hosts={looking.preview?.hosts ?? []}
          entries={entries}
          given={given}
          onGiven={setGiven}
          onAdded={afterChange}
        />
      )}
      <HistoryCard history={history} />
    </Page>
  );
}

const LOOKS: Readonly<Record<Standing, NoticeKind>> = {
  'not-trusted': 'info',
  'all-ended': 'warning',
  goes: 'good',
  'goes-by-some': 'warning',
  'comes-back': 'bad',
  'not-seen': 'warning',
};

function StandingNotice({ preview }: { readonly preview: TrustPreview }) {
  const t = useWords(words);
  const standing = standingOf(preview, Date.now());
  return (
    <Notice kind={LOOKS[standing]} title={t.standing[standing]} live>
      {standing === 'comes-back' && <p>{t.comesBackDo}</p>}
    </Notice>
  );
}
