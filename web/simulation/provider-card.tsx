/** What one provider has seen: its connections, each with all that it could read before encryption. */
import { useResource } from '../api/resource.ts';
import { tlsName } from '../deliveries/steps.ts';
import { Badge, Details, Notice } from '../design/surface.tsx';
import { useFormats, useWords } from '../words/words.ts';
import { getProvider, type ProviderDetails } from './api.ts';
import { Lines, linesWith } from './lines.tsx';
import { words } from './words.ts';

type Connection = ProviderDetails['recentConnections'][number];

/** Commands that show something of a message; none of them may stand in plaintext. */
const SHOWS_MAIL = /^(MAIL|RCPT|DATA|BDAT)\b/im;

export function ProviderCard({ domain }: { readonly domain: string }) {
  const t = useWords(words);
  const { value } = useResource(`simulation:${domain}`, () => getProvider(domain), { every: 2000 });
  if (value === undefined) return null;
  const { recentConnections, recentMessages } = value;
  const leaks = recentConnections.some(({ plaintext }) => SHOWS_MAIL.test(plaintext));
  return (
    <section class="provider-seen" aria-label={t.lookedAt(domain)}>
      <h4>{t.lookedAt(domain)}</h4>
      {recentConnections.length === 0 && <p class="quiet">{t.noConnections}</p>}
      {recentConnections.length > 0 && !leaks && <Notice kind="good" title={t.nothingLeaked} />}
      {recentMessages.map((message) => (
        <p key={message.id}>
          <strong>{t.received}:</strong> {message.mailFrom} → {message.rcptTo.join(', ')}{' '}
          <Encryption tls={message.tls} />
        </p>
      ))}
      {recentConnections.slice(0, 10).map((connection) => (
        <ConnectionText key={connection.id} connection={connection} />
      ))}
    </section>
  );
}

function Encryption({ tls }: { readonly tls: Connection['tls'] }) {
  const t = useWords(words);
  return tls === null ? (
    <Badge kind="bad">{t.plaintext}</Badge>
  ) : (
    <Badge kind="good">{t.encryptedBy(tlsName(tls.version))}</Badge>
  );
}

function ConnectionText({ connection }: { readonly connection: Connection }) {
  const t = useWords(words);
  const f = useFormats();
  const { at, host, domain, tls, plaintext, lines } = connection;
  return (
    <div class="stack-tight">
      <p>
        {f.time(at)} {host} <Encryption tls={tls} />
      </p>
      <Details summary={t.beforeTls}>
        <pre class="transcript">{plaintext}</pre>
      </Details>
      <Details summary={t.transcript}>
        <Lines lines={linesWith(domain, 'to-provider', lines)} />
      </Details>
    </div>
  );
}
