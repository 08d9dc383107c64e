/** The rows of a folder. Keys of one letter work only while the focus is in the list (WCAG 2.1.4). */
import { useRef, useState } from 'preact/hooks';

import { Icon } from '../design/icon.tsx';
import { Badge } from '../design/surface.tsx';
import { tlsName } from '../deliveries/steps.ts';
import { useFormats, useWords } from '../words/words.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { namesOf, personOf } from './person.ts';
import { oneLine, type Summary } from './plain.ts';
import { words } from './words.ts';

export function MessageList(props: {
  readonly folder: 'inbox' | 'sent';
  readonly items: readonly Summary[];
  readonly onDeleted: (id: string) => void;
  readonly onSearch: () => void;
}) {
  const t = useWords(words);
  const list = useRef<HTMLUListElement>(null);
  const [doomed, setDoomed] = useState<Summary | null>(null);
  const { folder, items, onDeleted, onSearch } = props;

  const links = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('a.list-link') ?? [])];
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => all[at + 1]?.focus(),
      j: () => all[at + 1]?.focus(),
      ArrowUp: () => all[Math.max(0, at - 1)]?.focus(),
      k: () => all[Math.max(0, at - 1)]?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      Delete: () => {
        setDoomed(items[at] ?? null);
      },
      '#': () => {
        setDoomed(items[at] ?? null);
      },
      '/': onSearch,
    };
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  return (
    <>
      <ul class="list" aria-label={t.list} ref={list} onKeyDown={press}>
        {items.map((message) => (
          <Row key={message.id} folder={folder} message={message} />
        ))}
      </ul>
      <p class="quiet small message-keys">{t.keys}</p>
      {doomed !== null && (
        <DeleteDialog
          message={doomed}
          onClose={() => {
            setDoomed(null);
          }}
          onDeleted={() => {
            const at = items.indexOf(doomed);
            const rows = links();
            (rows[at + 1] ?? rows[at - 1])?.focus();
            setDoomed(null);
            onDeleted(doomed.id);
          }}
        />
      )}
    </>
  );
}

function Row({ folder, message }: { readonly folder: 'inbox' | 'sent'; readonly message: Summary }) {
  const t = useWords(words);
  const f = useFormats();
  const { id, kind, from, to, subject, receivedAt, tls, unread } = message;
  const who = folder === 'sent' ? namesOf(to) : personOf(from).shown;
  return (
    <li class={`list-row${unread ? ' message-unread' : ''}`}>
      <a class="list-link" href={`/mail/${folder}/${id}`}>
        {unread && <span class="visually-hidden">{t.unread} </span>}
        <bdi>{oneLine(subject) || t.noSubject}</bdi>
      </a>
      <span class="list-who">
        {folder === 'sent' && `${t.to} `}
        <bdi>{who}</bdi>
      </span>
      <span class="list-facts">
        {kind === 'failure-notice' && <Badge kind="bad">{t.cameBack}</Badge>}
        {kind === 'delay-notice' && <Badge kind="waiting">{t.stillTrying}</Badge>}
        <time class="quiet small" dateTime={receivedAt}>
          {f.time(receivedAt)}
        </time>
        {tls !== null && (
          <span class="quiet small message-tls">
            <Icon name="lock" />
            <span class="visually-hidden">{t.cameIn(tlsName(tls.version))}</span>
            <span aria-hidden="true">{tlsName(tls.version)}</span>
          </span>
        )}
      </span>
    </li>
  );
}
