/** From whom, to whom, when, and how it came in. */
import { useState } from 'preact/hooks';

import { Button } from '../../design/button.tsx';
import { tlsName } from '../../deliveries/steps.ts';
import { useFormats, useWords } from '../../words/words.ts';
import { personOf } from '../person.ts';
import type { Message } from '../plain.ts';
import { datesOf } from './dates.ts';
import { words } from './words.ts';

/** More are shown when somebody asks for them. */
const AT_FIRST = 8;

export function Header({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const f = useFormats();
  const { from, to, cc, replyTo, tls } = message;
  const isElsewhere = replyTo.some((field) => personOf(field).address !== personOf(from).address);
  return (
    <dl class="facts">
      <dt>{t.from}</dt>
      <dd>
        <Person field={from} />
      </dd>
      {isElsewhere && (
        <>
          <dt>{t.replyTo}</dt>
          <dd>
            <People fields={replyTo} />
          </dd>
        </>
      )}
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
      {datesOf(message).map(({ kind, at }) => (
        <>
          <dt>{t.dates[kind]}</dt>
          <dd>
            <time dateTime={at}>{f.exact(at)}</time>
          </dd>
        </>
      ))}
      {tls !== null && (
        <>
          <dt>{t.cameIn}</dt>
          <dd>{t.overTls(tlsName(tls.version), tls.cipher)}</dd>
        </>
      )}
    </dl>
  );
}

function People({ fields }: { readonly fields: readonly string[] }) {
  const t = useWords(words);
  const [isWhole, setWhole] = useState(false);
  const rest = fields.length - AT_FIRST;
  const isShort = rest > 1 && !isWhole;
  return (
    <>
      {(isShort ? fields.slice(0, AT_FIRST) : fields).map((field, at) => (
        <span key={at}>
          {at > 0 && ', '}
          <Person field={field} />
        </span>
      ))}
      {isShort && (
        <>
          {' '}
          <Button
            small
            onPress={() => {
              setWhole(true);
            }}
          >
            {t.showMore(rest)}
          </Button>
        </>
      )}
    </>
  );
}

/** The address always beside the name: a name says what its sender wants, and never stands first where it is an address. */
function Person({ field }: { readonly field: string }) {
  const t = useWords(words);
  const { name, address, shown, ascii } = personOf(field);
  const isAddress = shown === address;
  return (
    <>
      <bdi>{shown}</bdi>
      {!isAddress && (
        <>
          {' '}
          <span class="quiet">
            &lt;<bdi>{address}</bdi>&gt;
          </span>
        </>
      )}
      {ascii !== null && <span class="quiet"> ({ascii})</span>}
      {isAddress && name.toLowerCase() !== address.toLowerCase() && (
        <span class="quiet">
          {' '}
          <bdi>{t.callsItself(name)}</bdi>
        </span>
      )}
    </>
  );
}
