/** What operators can do about people's settings: a level for one domain, for everybody or for some. */
import { useState } from 'preact/hooks';

import { Button } from '../../design/button.tsx';
import { RadioCards } from '../../design/choice.tsx';
import { Field } from '../../design/field.tsx';
import { Card, Notice } from '../../design/surface.tsx';
import { domainIn } from '../../levels/domain.ts';
import { LEVELS, type Level } from '../../levels/kinds.ts';
import { levelWords } from '../../levels/words.ts';
import { useWords } from '../../words/words.ts';
import { beside } from '../complaints.ts';
import { operatorWords } from '../words.ts';
import { ConfirmLevel } from './confirm-level.tsx';
import { homesIn, MOST_HOMES, summaryOf } from './outcomes.ts';
import { useSetting, type Wish } from './setting.ts';
import { words } from './words.ts';

const DOMAIN = '/overrides/0/domain';

export function SetLevelCard({ onDone }: { readonly onDone: () => void }) {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const levels = useWords(levelWords);
  const [domain, setDomain] = useState('');
  const [level, setLevel] = useState<Level>('verify');
  const [whom, setWhom] = useState<'everybody' | 'named'>('named');
  const [homes, setHomes] = useState('');
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const setting = useSetting();
  const named = homesIn(homes);
  const unfit =
    whom === 'everybody' || (named.length > 0 && named.length <= MOST_HOMES)
      ? null
      : named.length === 0
        ? t.noHomes
        : t.tooMany(named.length);
  const wish: Wish = { domain: domainIn(domain), level, homes: whom === 'everybody' ? null : named };
  const complaints = [...setting.complaints];
  const ofHomes = complaints.find(([pointer]) => pointer.startsWith('/homes'));
  const homeAt = Number(ofHomes?.[0].split('/')[2] ?? NaN);
  const ofNamed = ofHomes && `${named[homeAt] ?? ''} ${ofHomes[1]}`.trim();
  const others = beside(setting.complaints, [DOMAIN, ...(ofHomes ? [ofHomes[0]] : [])]);
  const run = async (): Promise<void> => {
    setAsking(false);
    await setting.set(wish);
    onDone();
  };
  return (
    <Card label={t.set}>
      <h2>{t.set}</h2>
      <p>{t.setSays}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (unfit === null && !setting.busy) setAsking(true);
        }}
      >
        <Field
          label={t.domain}
          hint={t.domainHint}
          error={setting.complaints.get(DOMAIN)}
          value={domain}
          onInput={setDomain}
          spellcheck={false}
        />
        <Field
          kind="select"
          label={t.level}
          hint={levels.consequence[level]}
          value={level}
          options={LEVELS.map((each) => ({ value: each, label: `${levels.name[each]} (${each})` }))}
          onInput={(text) => {
            const chosen = LEVELS.find((each) => each === text);
            if (chosen !== undefined) setLevel(chosen);
          }}
        />
        <RadioCards
          legend={t.whom}
          value={whom}
          options={[
            { value: 'named', title: t.named, description: t.namedSays },
            { value: 'everybody', title: t.everybody, description: t.everybodySays },
          ]}
          onChange={setWhom}
        />
        {whom === 'named' && (
          <Field
            kind="textarea"
            label={t.homes}
            hint={t.homesHint}
            error={(tried ? unfit : null) ?? ofNamed}
            value={homes}
            onInput={setHomes}
          />
        )}
        {others.map((sentence) => (
          <Notice key={sentence} kind="bad" title={o.notDone} live>
            <p>{sentence}</p>
          </Notice>
        ))}
        <div class="row">
          <Button type="submit" kind="primary" busy={setting.busy}>
            {setting.busy ? t.running(setting.outcomes?.length ?? 0) : t.submit}
          </Button>
        </div>
      </form>
      {!setting.busy && setting.outcomes !== null && (
        <Result outcomes={setting.outcomes} stopped={complaints.length > 0} />
      )}
      {asking && (
        <ConfirmLevel
          wish={wish}
          onClose={() => {
            setAsking(false);
          }}
          onConfirm={() => void run()}
        />
      )}
    </Card>
  );
}

function Result(props: {
  readonly outcomes: Parameters<typeof summaryOf>[0];
  /** Something failed before the end. */
  readonly stopped: boolean;
}) {
  const t = useWords(words);
  const { changed, unchanged, notDone } = summaryOf(props.outcomes);
  return (
    <Notice kind={props.stopped || notDone.length > 0 ? 'warning' : 'good'} title={t.done} live>
      {props.stopped && <p>{t.stopped}</p>}
      <p>{t.changed(changed)}</p>
      {unchanged > 0 && <p>{t.unchanged(unchanged)}</p>}
      {notDone.map(({ outcome, homes }) => (
        <p key={outcome}>
          {t.notDone[outcome]} {homes.join(', ')}
        </p>
      ))}
    </Notice>
  );
}
