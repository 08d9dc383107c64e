/** Levels for single recipient domains: change, remove, try, add. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { toast } from '../design/toast.tsx';
import { LEVELS, type Level } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { CheckResult, useCheck } from './check-result.tsx';
import { settingsOf, type Alias, type Saving } from './saving.ts';
import { words } from './words.ts';
import './overrides.css';

type Override = Alias['overrides'][number];

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

export function Overrides({ alias, saving }: { readonly alias: Alias; readonly saving: Saving }) {
  const t = useWords(words);
  const save = async (overrides: readonly Override[]): Promise<boolean> => {
    const isSaved = await saving.save({ ...settingsOf(alias), overrides: [...overrides] });
    if (isSaved) toast(t.saved);
    return isSaved;
  };
  const { overrides } = alias;
  return (
    <section class="stack" aria-label={t.overrides}>
      <div class="stack-tight">
        <h3>{t.overrides}</h3>
        <p class="quiet">{t.overridesSay}</p>
      </div>
      {overrides.length === 0 ? (
        <p>{t.noOverrides}</p>
      ) : (
        <ul class="overrides">
          {overrides.map((override) => (
            <OverrideRow
              key={override.domain}
              override={override}
              onChange={(level) =>
                void save(overrides.map((each) => (each === override ? { ...each, level } : each)))
              }
              onRemove={() => void save(overrides.filter((each) => each !== override))}
            />
          ))}
        </ul>
      )}
      <NewOverride
        error={
          saving.complaints.get(`/overrides/${String(overrides.length)}/domain`) ??
          saving.complaints.get('/overrides')
        }
        busy={saving.busy}
        onAdd={(override) => save([...overrides, override])}
      />
    </section>
  );
}

function useLevelOptions() {
  const levels = useWords(levelWords);
  return LEVELS.map((level) => ({ value: level, label: levels.name[level] }));
}

function OverrideRow(props: {
  readonly override: Override;
  readonly onChange: (level: Level) => void;
  readonly onRemove: () => void;
}) {
  const t = useWords(words);
  const options = useLevelOptions();
  const { domain, level } = props.override;
  const check = useCheck();
  return (
    <li class="stack">
      <div class="override">
        <Field
          kind="select"
          label={t.levelOf(domain)}
          value={level}
          options={options}
          onInput={(text) => {
            if (isLevel(text)) props.onChange(text);
          }}
        />
        <Button
          label={t.checkOf(domain)}
          busy={check.state.kind === 'looking'}
          onPress={() => {
            check.look(`postmaster@${domain}`);
          }}
        >
          {t.checkNow}
        </Button>
        <Button kind="danger" label={t.removeOf(domain)} onPress={props.onRemove}>
          {t.remove}
        </Button>
      </div>
      <CheckResult state={check.state} />
    </li>
  );
}

function NewOverride(props: {
  readonly error: string | undefined;
  readonly busy: boolean;
  readonly onAdd: (override: Override) => Promise<boolean>;
}) {
  const t = useWords(words);
  const options = useLevelOptions();
  const [domain, setDomain] = useState('');
  const [level, setLevel] = useState<Level>('dane-only');
  const add = async (): Promise<void> => {
    if (await props.onAdd({ domain: domain.trim(), level })) setDomain('');
  };
  return (
    <form
      class="override"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t.domain}
        hint={t.domainHint}
        value={domain}
        error={props.error}
        onInput={setDomain}
        spellcheck={false}
      />
      <Field
        kind="select"
        label={t.levelChoice}
        value={level}
        options={options}
        onInput={(text) => {
          if (isLevel(text)) setLevel(text);
        }}
      />
      <Button type="submit" busy={props.busy}>
        {t.add}
      </Button>
    </form>
  );
}
