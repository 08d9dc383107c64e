/** One figure: its name, what stands for the day, how the day went, what it means, and whether it is worth a look. */
import { Badge } from '../../design/surface.tsx';
import { useFormats, useLanguage, useWords } from '../../words/words.ts';
import { amountOf } from './amounts.ts';
import { barsOf, judge, overallOf, type Line, type MeasuredFigure, type SystemHealth } from './judgement.ts';
import { words } from './words.ts';

const LOOKS = { look: 'bad', was: 'waiting' } as const;

/** The sections of docs/operate.md that say what to do. */
const RUNBOOK: Readonly<Record<string, string>> = {
  deferred: 'everything-deferred',
  'lateness-out': 'oldest-job',
  'lateness-home': 'oldest-job',
  'dnssec-validates': 'dnssec-validation',
  'trusted-provider-changed': 'trusted-provider-changed',
  'certificate-days': 'certificate-ends',
  'faults-edge': 'own-faults',
  'faults-out': 'own-faults',
  'faults-home': 'own-faults',
  'faults-api': 'own-faults',
};

function useAmount(): (id: string, value: number, unit: MeasuredFigure['unit']) => string {
  const t = useWords(words);
  const language = useLanguage();
  return (id, value, unit) =>
    id === 'dnssec-validates' ? (value >= 1 ? t.works : t.worksNot) : amountOf(value, unit, language);
}

export function FigureLine({ line, health }: { readonly line: Line; readonly health: SystemHealth }) {
  const t = useWords(words);
  const amount = useAmount();
  const f = useFormats();
  const { id, figures } = line;
  const [figure] = figures;
  const known = (t.figure as Readonly<Record<string, { name: string; says: string } | undefined>>)[id];
  const overall = overallOf(line);
  const judgement = judge(line, health);
  const latest = figures.length === 1 ? figure?.points.at(-1) : undefined;
  const reasons = figures.filter(({ reason }) => reason !== null);
  const runbook = judgement === 'look' || judgement === 'was' ? RUNBOOK[id] : undefined;
  return (
    <li class="figure">
      <div class="figure-head">
        <h3>{known?.name ?? id}</h3>
        {(judgement === 'look' || judgement === 'was') && (
          <Badge kind={LOOKS[judgement]}>{t.judgement[judgement]}</Badge>
        )}
      </div>
      <p class="figure-value">
        {overall === null || figure === undefined ? (
          <span class="quiet small">{t.nothing}</span>
        ) : (
          amount(id, overall, figure.unit)
        )}
      </p>
      <Bars line={line} health={health} />
      <div class="figure-says">
        {reasons.length > 0 && (
          <ul class="figure-reasons">
            {reasons.map(({ reason, overall: count, unit }) => (
              <li key={reason}>
                <code>{reason}</code> {count === null ? '–' : amount(id, count, unit)}
              </li>
            ))}
          </ul>
        )}
        <p class="quiet small">
          {known?.says}{' '}
          {latest !== undefined &&
            figure?.statistic !== 'Sum' &&
            t.latest(amount(id, latest.value, figure?.unit ?? 'count'), f.time(latest.at))}
        </p>
        {runbook !== undefined && <p class="small">{t.runbook(runbook)}</p>}
      </div>
    </li>
  );
}

const HEIGHT = 24;

/** Says nothing that the words do not, so readers of screens skip it. */
function Bars({ line, health }: { readonly line: Line; readonly health: SystemHealth }) {
  const { from, to, period } = health;
  const bars = barsOf(line, health);
  if (bars.length === 0) return null;
  const slots = Math.round((Date.parse(to) - Date.parse(from)) / (period * 1000));
  return (
    <svg
      class="figure-bars"
      viewBox={`0 0 ${String(slots)} ${String(HEIGHT)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {bars.map(({ slot, height }) => (
        <rect
          key={slot}
          x={slot}
          width={0.8}
          y={HEIGHT - Math.max(1.5, height * HEIGHT)}
          height={Math.max(1.5, height * HEIGHT)}
        />
      ))}
    </svg>
  );
}
