/** From whom, to whom, when, and how it came in. */
import { useFormats, useWords } from '../../words/words.ts';
import { personOf, type Message } from '../plain.ts';
import { words } from './words.ts';

export function Header({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const f = useFormats();
  const { from, to, cc, receivedAt, tls } = message;
  return (
    <dl class="facts">
      <dt>{t.from}</dt>
      <dd>
        <Person field={from} />
      </dd>
      <dt>{t.to}</dt>
      <dd>
        <People fields={to} />
      </dd>
      {cc.length > 0 && (
        <>
          <dt>{t.cc}</dt>
          <dd>
            <People fields={cc} />
          </dd>
        </>
      )}
      <dt>{t.date}</dt>
      <dd>
        <time dateTime={receivedAt}>{f.exact(receivedAt)}</time>
      </dd>
      {tls !== null && (
        <>
          <dt>{t.cameIn}</dt>
          <dd>{t.overTls(tls.version, tls.cipher)}</dd>
        </>
      )}
    </dl>
  );
}

function People({ fields }: { readonly fields: readonly string[] }) {
  return (
    <>
      {fields.map((field, at) => (
        <span key={at}>
          {at > 0 && ', '}
          <Person field={field} />
        </span>
      ))}
    </>
  );
}

/** The address always beside the name: a name says what its sender wants. */
function Person({ field }: { readonly field: string }) {
  const { name, address } = personOf(field);
  return (
    <>
      <bdi>{name}</bdi>
      {name !== address && (
        <>
          {' '}
          <span class="quiet">
            &lt;<bdi>{address}</bdi>&gt;
          </span>
        </>
      )}
    </>
  );
}
