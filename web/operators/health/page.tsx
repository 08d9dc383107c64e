/** Operators: how the house is. The same figures as the dashboard, with what each means and what is worth a look. */
import { api, ask } from '../../api/client.ts';
import { useResource } from '../../api/resource.ts';
import { Fetching } from '../../design/fetching.tsx';
import { Page } from '../../design/page.tsx';
import { Badge, Card, Notice } from '../../design/surface.tsx';
import { Table } from '../../design/table.tsx';
import { useFormats, useWords } from '../../words/words.ts';
import { operatorWords } from '../words.ts';
import { FigureLine } from './figure-line.tsx';
import { groupsOf, judge, judgeQueue, type Queue, type SystemHealth } from './judgement.ts';
import { words } from './words.ts';
import './health.css';
import '../operators.css';

/** It is measured at most once a minute. */
const MINUTE = 60_000;

export default function HealthPage() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const health = useResource('operators:health', () => ask(api.GET('/v1/admin/health')), { every: MINUTE });
  const { value, answer } = health;
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <Fetching state={health.state} words={o} onAgain={health.reload} />
      {value !== undefined && (
        <>
          {answer !== undefined && answer.kind !== 'ok' && <Notice kind="warning" title={t.stale} live />}
          <Health health={value} />
        </>
      )}
    </Page>
  );
}

function Health({ health }: { readonly health: SystemHealth }) {
  const t = useWords(words);
  const groups = groupsOf(health.figures);
  const count =
    groups.flatMap(({ lines }) => lines).filter((line) => judge(line, health) === 'look').length +
    health.queues.filter((queue) => judgeQueue(queue) === 'look').length;
  return (
    <>
      <Notice kind={count === 0 ? 'good' : 'warning'} title={count === 0 ? t.allFine : t.look(count)} live />
      {groups.map(({ group, lines }) => (
        <Card key={group} label={t.group[group]}>
          <h2>{t.group[group]}</h2>
          <ul>
            {lines.map((line) => (
              <FigureLine key={line.id} line={line} health={health} />
            ))}
          </ul>
        </Card>
      ))}
      <Queues queues={health.queues} />
    </>
  );
}

function Queues({ queues }: { readonly queues: readonly Queue[] }) {
  const t = useWords(words);
  const f = useFormats();
  const { columns } = t;
  const names: Readonly<Record<string, string>> = t.queue;
  return (
    <Card label={t.queues}>
      <h2>{t.queues}</h2>
      <Table
        caption={t.queues}
        rows={queues}
        keyOf={({ name }) => name}
        columns={[
          { label: columns.queue, cell: ({ name }) => names[name] ?? name },
          { label: columns.waiting, cell: ({ waiting }) => f.number(waiting) },
          { label: columns.inWork, cell: ({ inWork }) => f.number(inWork) },
          { label: columns.postponed, cell: ({ postponed }) => f.number(postponed) },
          {
            label: columns.deadLetters,
            cell: (queue) => (
              <span class="badges">
                {f.number(queue.deadLetters)}
                {judgeQueue(queue) === 'look' && <Badge kind="bad">{t.judgement.look}</Badge>}
              </span>
            ),
          },
        ]}
      />
      <p class="quiet small">{t.deadLettersSay}</p>
    </Card>
  );
}
