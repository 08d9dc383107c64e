/** Levels for single recipient domains: change, remove, try, add. */
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Complaints } from '../api/complaints.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { toast } from '../design/toast.tsx';
import { useWrongField } from '../design/wrong-field.ts';
import { domainIn } from '../levels/domain.ts';
import { LEVELS, type Level } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { CheckResult, useCheck } from './check-result.tsx';
import type { Saving } from './saving.ts';
import { aboutNewOverride, type Override, type Settings } from './versions.ts';
import { words } from './words.ts';
import './overrides.css';

function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

/** The domain that one comes for, from the notice of a message that came back: its field is looked at first. */
function useAskedDomain(): string {
  return useLocation().query['domain'] ?? '';
}

export function Overrides({ shown, saving }: { readonly shown: Settings; readonly saving: Saving }) {
  const t = useWords(words);
  const heading = useRef<HTMLHeadingElement>(null);
  const save = async (change: (overrides: readonly Override[]) => readonly Override[]): Promise<boolean> => {
    const isSaved = await saving.save((settings) => ({
      ...settings,
      overrides: [...change(settings.overrides)],
    }));
    if (isSaved) toast(t.saved);
    return isSaved;
  };
  const remove = async (domain: string): Promise<void> => {
    // Its button goes away with it.
    heading.current?.focus();
    await save((overrides) => overrides.filter((each) => each.domain !== domain));
  };
  const { overrides } = shown;
  const asked = useAskedDomain();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked !== '') section.current?.querySelector<HTMLElement>(`[name="${CSS.escape(asked)}"]`)?.focus();
  }, [asked]);
  return (
    <section class="stack" aria-label={t.overrides} ref={section}>
      <div class="stack-tight">
        <h3 tabIndex={-1} ref={heading}>
          {t.overrides}
        </h3>
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
                void save((all) =>
                  all.map((each) => (each.domain === override.domain ? { ...each, level } : each)),
                )
              }
              onRemove={() => void remove(override.domain)}
            />
          ))}
        </ul>
      )}
      <NewOverride
        asked={overrides.some(({ domain }) => domain === asked) ? '' : asked}
        complaints={saving.complaints}
        count={overrides.length}
        busy={saving.busy}
        onAdd={(override) => save((all) => [...all, override])}
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
          name={domain}
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
          {t.tryIt}
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
  /** What stands in it at first; mail to it came back, so the level that lets most mail go is offered. */
  readonly asked: string;
  readonly complaints: Complaints;
  /** How many there are already. */
  readonly count: number;
  readonly busy: boolean;
  readonly onAdd: (override: Override) => Promise<boolean>;
}) {
  const t = useWords(words);
  const options = useLevelOptions();
  const { asked } = props;
  const [domain, setDomain] = useState(asked);
  const [level, setLevel] = useState<Level>(asked === '' ? 'dane-only' : 'encrypt');
  const error = aboutNewOverride(props.complaints, props.count);
  const form = useWrongField(error === undefined ? null : props.complaints);
  const add = async (): Promise<void> => {
    if (await props.onAdd({ domain: domainIn(domain), level })) setDomain('');
  };
  return (
    <form
      class="override"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t.domain}
        hint={t.domainHint}
        name={asked === '' ? undefined : asked}
        value={domain}
        error={error}
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
