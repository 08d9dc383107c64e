import { startProtocolServer, type ProtocolAnswer, type ProtocolServer } from './protocol-server.ts';

/**
 * CloudWatch's metrics on this machine: takes what functions print in the embedded metric format, keeps it for a day
 * by the minute, in memory, and answers GetMetricData (AWS JSON 1.0).
 *
 * Not done: any other operation, metric math but SEARCH over one namespace and exact values, alarms, persistence, and
 * pages of results: an answer is always whole.
 */
export interface MetricsService extends ProtocolServer {
  /** Takes one line of output; what is no metric is ignored. */
  readonly take: (line: string) => void;
}

const MINUTE = 60_000;
const KEPT_MINUTES = 25 * 60;
/** Values of one metric in one minute that percentiles are made of; sum, smallest and largest count them all. */
const MOST_VALUES = 1000;

interface Minute {
  count: number;
  sum: number;
  least: number;
  most: number;
  readonly values: number[];
}

interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
  /** By the number of the minute since the epoch. */
  readonly minutes: Map<number, Minute>;
}

interface Embedded {
  readonly _aws?: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

interface Query {
  readonly Id: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

interface Question {
  readonly MetricDataQueries: readonly Query[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly ScanBy?: string;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startMetrics(now: () => number = Date.now): Promise<MetricsService> {
  const all = new Map<string, Series>();
  const server = await startProtocolServer(({ headers, body }) =>
    Promise.resolve(answer(String(headers['x-amz-target']), body.toString(), all)),
  );
  return {
    ...server,
    take: (line) => {
      if (line.startsWith('{"_aws":')) takeLine(line, all, now());
    },
  };
}

function takeLine(line: string, all: Map<string, Series>, now: number): void {
  let embedded: Embedded;
  try {
    embedded = JSON.parse(line) as Embedded;
  } catch {
    return;
  }
  for (const { Namespace, Dimensions, Metrics } of embedded._aws?.CloudWatchMetrics ?? []) {
    for (const names of Dimensions) {
      const dimensions = new Map([...names].sort().map((name) => [name, String(embedded[name])]));
      for (const { Name } of Metrics) {
        const key = JSON.stringify([Namespace, Name, ...dimensions]);
        const series = all.get(key) ?? { namespace: Namespace, name: Name, dimensions, minutes: new Map() };
        all.set(key, series);
        const given = embedded[Name];
        const minute = Math.floor((embedded._aws?.Timestamp ?? now) / MINUTE);
        for (const value of Array.isArray(given) ? (given as unknown[]) : [given])
          if (typeof value === 'number') add(series, minute, value);
        forget(series, Math.floor(now / MINUTE) - KEPT_MINUTES);
      }
    }
  }
}

function add({ minutes }: Series, at: number, value: number): void {
  const minute = minutes.get(at) ?? { count: 0, sum: 0, least: value, most: value, values: [] };
  minutes.set(at, minute);
  minute.count += 1;
  minute.sum += value;
  minute.least = Math.min(minute.least, value);
  minute.most = Math.max(minute.most, value);
  if (minute.values.length < MOST_VALUES) minute.values.push(value);
}

function forget({ minutes }: Series, before: number): void {
  for (const at of minutes.keys()) {
    // Minutes come in order, but for a straggler or two.
    if (at >= before) return;
    minutes.delete(at);
  }
}

function statistic(stat: string, minutes: readonly Minute[]): number {
  switch (stat) {
    case 'Sum':
      return minutes.reduce((sum, minute) => sum + minute.sum, 0);
    case 'SampleCount':
      return minutes.reduce((sum, minute) => sum + minute.count, 0);
    case 'Average':
      return statistic('Sum', minutes) / statistic('SampleCount', minutes);
    case 'Minimum':
      return Math.min(...minutes.map(({ least }) => least));
    case 'Maximum':
      return Math.max(...minutes.map(({ most }) => most));
    default: {
      const share = Number(/^p(\d{1,2}(?:\.\d+)?)$/.exec(stat)?.[1]) / 100;
      if (Number.isNaN(share)) throw new Refused(`The statistic ${stat} is not known here.`);
      const values = minutes.flatMap((minute) => minute.values).sort((one, other) => one - other);
      return values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? 0;
    }
  }
}

class Refused extends Error {}

const SEARCH = /^SEARCH\('\{([^}]*)\}([^']*)', *'(\w[\w.]*)', *(\d+)\)$/;

/** What a query asks for: series, each with the label that its result has. */
function asked(
  query: Query,
  all: ReadonlyMap<string, Series>,
): { stat: string; period: number; found: { label: string; series: Series | undefined }[] } {
  const { MetricStat, Expression = '', Label } = query;
  if (MetricStat !== undefined) {
    const { Metric, Period, Stat } = MetricStat;
    const dimensions = (Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value] as const);
    const sorted = [...dimensions].sort(([one], [other]) => (one < other ? -1 : 1));
    const series = all.get(JSON.stringify([Metric.Namespace, Metric.MetricName, ...sorted]));
    return { stat: Stat, period: Period, found: [{ label: Label ?? Metric.MetricName, series }] };
  }
  const [, schema, terms = '', stat = '', period] = SEARCH.exec(Expression) ?? [];
  if (schema === undefined) throw new Refused(`The expression ${Expression} is not understood here.`);
  const [namespace, ...names] = schema.split(',');
  const wanted = [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const found = [...all.values()].filter(
    (series) =>
      series.namespace === namespace &&
      [...series.dimensions.keys()].join() === names.toSorted().join() &&
      wanted.every(([name = '', value]) =>
        name === 'MetricName' ? series.name === value : series.dimensions.get(name) === value,
      ),
  );
  const label = (series: Series): string =>
    (Label ?? series.name).replace(/\$\{PROP\('Dim\.(\w+)'\)\}/g, (_, name: string) =>
      String(series.dimensions.get(name)),
    );
  return {
    stat,
    period: Number(period),
    found: found.map((series) => ({ label: label(series), series })),
  };
}

function answer(target: string, body: string, all: ReadonlyMap<string, Series>): ProtocolAnswer {
  const type = 'application/x-amz-json-1.0';
  try {
    if (!target.endsWith('.GetMetricData')) throw new Refused(`${target} is not here.`);
    const { MetricDataQueries, StartTime, EndTime, ScanBy } = JSON.parse(body) as Question;
    const results = MetricDataQueries.flatMap((query) => {
      const { stat, period, found } = asked(query, all);
      return found.map(({ label, series }) => {
        const buckets = new Map<number, Minute[]>();
        for (const [at, minute] of series?.minutes ?? []) {
          const start = Math.floor((at * 60) / period) * period;
          if (start < StartTime || start >= EndTime) continue;
          buckets.set(start, [...(buckets.get(start) ?? []), minute]);
        }
        const points = [...buckets].sort(([one], [other]) =>
          ScanBy === 'TimestampAscending' ? one - other : other - one,
        );
        return {
          Id: query.Id,
          Label: label,
          Timestamps: points.map(([start]) => start),
          Values: points.map(([, minutes]) => statistic(stat, minutes)),
          StatusCode: 'Complete',
        };
      });
    });
    return { status: 200, type, body: JSON.stringify({ MetricDataResults: results, Messages: [] }) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refusal = { __type: 'InvalidParameterValueException', message: error.message };
    return { status: 400, type, body: JSON.stringify(refusal) };
  }
}
