/** App passwords: made with a name, shown once, removed one by one. */
import { useRef, useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { components } from '../api/schema.d.ts';
import { Button } from '../design/button.tsx';
import { Copyable } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { Card, Notice } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { useWrongField } from '../design/wrong-field.ts';
import { useFormats, useWords } from '../words/words.ts';
import { words } from './words.ts';
import './connect.css';

type AppPassword = components['schemas']['AppPasswords']['items'][number];
type Created = components['schemas']['CreatedAppPassword'];

export function AppPasswords() {
  const t = useWords(words);
  const list = useResource('app-passwords', () => ask(api.GET('/v1/app-passwords')));
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<{ readonly sentence: string } | null>(null);
  const form = useWrongField(refusal);
  const heading = useRef<HTMLHeadingElement>(null);
  const [busy, setBusy] = useState(false);
  const [created, setCreated] = useState<Created | null>(null);
  const [leaving, setLeaving] = useState<AppPassword | null>(null);

  const create = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api.POST('/v1/app-passwords', { body: { name: name.trim() } }));
    setBusy(false);
    switch (answer.kind) {
      case 'ok':
        setCreated(answer.value);
        setName('');
        setRefusal(null);
        break;
      case 'problem':
      case 'busy':
      case 'changed':
        setRefusal({ sentence: answer.problem.errors[0]?.detail ?? answer.problem.detail });
        break;
      case 'offline':
        setRefusal({ sentence: t.noAnswer });
        break;
      case 'signed-out':
        setRefusal(null);
    }
    list.reload();
  };
  const remove = async ({ id }: AppPassword): Promise<void> => {
    setLeaving(null);
    const answer = await ask(api.DELETE('/v1/app-passwords/{id}', { params: { path: { id } } }));
    // Where it is gone already, somebody was quicker.
    if (answer.kind === 'ok' || (answer.kind === 'problem' && answer.problem.status === 404)) {
      toast(t.removed);
      if (created?.id === id) setCreated(null);
      // Its row goes away, and the button with it.
      heading.current?.focus();
    } else if (answer.kind === 'problem' || answer.kind === 'busy') {
      toast(answer.problem.detail);
    } else if (answer.kind === 'offline') {
      toast(t.notRemoved);
    }
    list.reload();
  };
  const putAway = (): void => {
    setCreated(null);
    heading.current?.focus();
  };

  return (
    <Card label={t.passwords}>
      <div class="stack-tight">
        <h2 tabIndex={-1} ref={heading}>
          {t.passwords}
        </h2>
        <p>{t.passwordsSay}</p>
      </div>
      <form
        class="connect-form"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field
          label={t.name}
          hint={t.nameHint}
          value={name}
          error={refusal?.sentence}
          onInput={setName}
          autocomplete="off"
        />
        <Button type="submit" kind="primary" busy={busy}>
          {t.create}
        </Button>
      </form>
      {created !== null && (
        <Notice kind="good" title={t.created(created.name)} live>
          <p>{t.createdSays}</p>
          <Copyable
            text={created.password}
            words={{ copy: t.copy, copied: t.copied, failed: t.copyFailed }}
          />
          <div class="row">
            <Button small onPress={putAway}>
              {t.done}
            </Button>
          </div>
        </Notice>
      )}
      {list.value?.items.length === 0 && <p class="quiet">{t.none}</p>}
      <ul class="stack-tight">
        {list.value?.items.map((item) => (
          <PasswordRow key={item.id} item={item} onRemove={setLeaving} />
        ))}
      </ul>
      {leaving !== null && (
        <Dialog
          title={t.removeTitle(leaving.name)}
          onClose={() => {
            setLeaving(null);
          }}
          actions={
            <>
              <Button
                onPress={() => {
                  setLeaving(null);
                }}
              >
                {t.cancel}
              </Button>
              <Button kind="danger" onPress={() => void remove(leaving)}>
                {t.remove}
              </Button>
            </>
          }
        >
          <p>{t.removeSays}</p>
        </Dialog>
      )}
    </Card>
  );
}

function PasswordRow(props: { readonly item: AppPassword; readonly onRemove: (item: AppPassword) => void }) {
  const t = useWords(words);
  const f = useFormats();
  const { name, createdAt, lastUsedAt } = props.item;
  return (
    <li class="connect-row">
      <span class="stack-tight">
        <strong>{name}</strong>
        <span class="quiet small">
          {t.made} {f.date(createdAt)}, {lastUsedAt === null ? t.never : `${t.used} ${f.time(lastUsedAt)}`}
        </span>
      </span>
      <Button
        kind="danger"
        small
        label={t.removeOf(name)}
        onPress={() => {
          props.onRemove(props.item);
        }}
      >
        {t.remove}
      </Button>
    </li>
  );
}
