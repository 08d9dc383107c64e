/** What each mail server shows now: its chain, with digests to compare, and which of them are on file or wanted. */
import { tlsName } from '../../../deliveries/steps.ts';
import { Button } from '../../../design/button.tsx';
import { Badge, Card, Notice, Spinner, type BadgeKind } from '../../../design/surface.tsx';
import { useWords } from '../../../words/words.ts';
import { complaintsOf } from '../../complaints.ts';
import { operatorWords } from '../../words.ts';
import type { PresentedHost } from '../digest.ts';
import type { Looking } from '../looking.ts';
import type { TrustEntry } from '../standing.ts';
import { PresentedCertificate } from './presented-certificate.tsx';
import { words } from './words.ts';

export function ServersCard(props: {
  readonly looking: Looking;
  readonly entries: readonly TrustEntry[];
  /** The digest that somebody was given, where it is one. */
  readonly wanted: string | null;
}) {
  const { looking, entries, wanted } = props;
  const t = useWords(words);
  const o = useWords(operatorWords);
  const { preview, running, failure } = looking;
  return (
    <Card label={t.servers}>
      <h2>{t.servers}</h2>
      <p>{t.serversSay}</p>
      {failure !== null && (
        <Notice kind="bad" title={t.lookFailed} live>
          {[...complaintsOf(failure, o.failed).values()].map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Notice>
      )}
      {preview?.hosts.length === 0 && <p>{t.noServers(preview.detail ?? '')}</p>}
      {preview?.hosts.map((host) => (
        <Host key={host.host} host={host} entries={entries} wanted={wanted} />
      ))}
      <div class="row">
        {running ? (
          <Spinner label={t.looking} />
        ) : (
          <Button onPress={() => void looking.again()}>{t.lookAgain}</Button>
        )}
      </div>
    </Card>
  );
}

const LOOKS: Readonly<Record<NonNullable<PresentedHost['verdict']> | 'none', BadgeKind>> = {
  matched: 'good',
  'no-match': 'bad',
  'not-listed': 'neutral',
  none: 'waiting',
};

function Host(props: {
  readonly host: PresentedHost;
  readonly entries: readonly TrustEntry[];
  readonly wanted: string | null;
}) {
  const { host, entries, wanted } = props;
  const t = useWords(words);
  const { preference, address, tls, problem, certificates } = host;
  const verdict = host.verdict ?? 'none';
  const facts = [
    preference === null ? null : t.preference(preference),
    address,
    tls === null ? null : `${tlsName(tls.version)}, ${tls.cipher}`,
  ];
  return (
    <section class="presented-host" aria-label={host.host}>
      <div class="row">
        <h3>{host.host}</h3>
        <Badge kind={LOOKS[verdict]}>{t.verdict[verdict]}</Badge>
      </div>
      <p class="quiet small">{facts.filter((fact) => fact !== null).join(' · ')}</p>
      {problem !== null && <p>{t.problem(problem)}</p>}
      {certificates.map((certificate, position) => (
        <PresentedCertificate
          key={`${certificate.sha256} ${String(position)}`}
          certificate={certificate}
          position={position}
          entries={entries}
          wanted={wanted}
        />
      ))}
    </section>
  );
}
