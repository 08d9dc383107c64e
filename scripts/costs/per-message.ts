/** What a month's messages cost on top: measured requests, by volume. Pure. */
import * as assumed from './assumptions.ts';
import type { Measured, MessageUsage, Usage } from './measured.ts';
import type { Item } from './prices.ts';

const MILLION = 1_000_000;
const GIGABYTE = 1e9;
const SECONDS = assumed.HOURS * 3600;

export interface Size {
  /** MiB of the functions that carry mail. */
  readonly memoryMiB: number;
  /** Whether the zone is in Route 53. */
  readonly zone: boolean;
  /** Whether NAT gateways count octets; instances do not. */
  readonly natGateways: boolean;
}

type Kind = 'in' | 'out' | 'read';

/** Of one message of the assumed mix. */
function mixed(
  usage: readonly Usage[],
  value: (kind: MessageUsage, octets: number, which: Kind) => number,
): number {
  const shares: Readonly<Record<Kind, number>> = {
    in: assumed.SHARE_IN,
    out: 1 - assumed.SHARE_IN,
    read: assumed.SHARE_IN,
  };
  return usage.reduce((sum, size, index) => {
    const share = assumed.SHARES_OF_SIZES[index] ?? 0;
    const kinds = (['in', 'out', 'read'] as const).map(
      (which) => shares[which] * value(size[which], size.octets, which),
    );
    return sum + share * kinds.reduce((total, one) => total + one, 0);
  }, 0);
}

/** Milliseconds that are billed for one message. */
export function billedMilliseconds(usage: MessageUsage, which: Kind): number {
  const local =
    which === 'read' ? assumed.API_MILLISECONDS * assumed.REQUESTS_TO_READ : usage.lambdaMilliseconds;
  const far = which === 'out' ? assumed.FAR_MILLISECONDS : 0;
  return local * assumed.LAMBDA_FACTOR + usage.awsCalls * assumed.CALL_MILLISECONDS + far;
}

/** X-Ray's own choice: the first of a second, and a share of the rest. */
function traced(invocations: number): number {
  const perSecond = invocations / SECONDS;
  return SECONDS * (Math.min(perSecond, 1) + assumed.TRACED_SHARE * Math.max(0, perSecond - 1));
}

export function messageItems(
  { usage }: Measured,
  { memoryMiB, zone, natGateways }: Size,
  messages: number,
): Item[] {
  const each = (value: Parameters<typeof mixed>[1]): number => messages * mixed(usage, value);
  const invocations = each((one, _octets, which) =>
    which === 'read' ? assumed.REQUESTS_TO_READ : one.invocations,
  );
  const billed = each((one, _octets, which) => billedMilliseconds(one, which));
  const out = (octets: number, which: Kind): number =>
    which === 'out' ? octets + assumed.SESSION_OCTETS : 0;
  const dns = (which: Kind): number => (which === 'out' ? assumed.DNS_OCTETS : 0);
  const nat = each(
    (one, octets, which) => one.natAwsOctets + one.logOctets + out(octets, which) + dns(which),
  );
  const through = each((_one, octets, which) => (which === 'read' ? 0 : octets + assumed.SESSION_OCTETS));
  const away = each((_one, octets, which) => (which === 'read' ? octets : out(octets, which)));
  const kept = each((_one, octets, which) => (which === 'read' ? 0 : octets)) * assumed.MONTHS_KEPT;
  const entries = messages * assumed.ENTRY_OCTETS * assumed.MONTHS_KEPT;
  const logs = each((one) => one.logOctets) + invocations * assumed.LAMBDA_LOG_OCTETS;
  const item = (what: string, price: string, quantity: number): Item => ({ what, price, quantity });
  return [
    item('functions, time', 'lambda-gb-second', ((billed / 1000) * memoryMiB) / 1024),
    item('functions, invocations', 'lambda-request', invocations / MILLION),
    item('queues', 'sqs-request', each((one) => one.sqsRequests) / MILLION),
    item('tables, written', 'dynamo-write', each((one) => one.dynamoWriteUnits) / MILLION),
    item('tables, read', 'dynamo-read', each((one) => one.dynamoReadUnits) / MILLION),
    item('tables, kept', 'dynamo-gb', entries / GIGABYTE),
    item('tables, recovery', 'dynamo-pitr-gb', entries / GIGABYTE),
    item('mail, written', 's3-write', each((one) => one.s3Writes) / MILLION),
    item('mail, read', 's3-read', each((one) => one.s3Reads) / MILLION),
    item('mail, kept', 's3-gb', kept / GIGABYTE),
    item('secrets, asked for', 'secret-request', each((one) => one.secretRequests) / MILLION),
    item('through the NAT gateways', 'nat-gb', natGateways ? nat / GIGABYTE : 0),
    item('through the load balancer', 'nlb-gb', through / GIGABYTE),
    item('out to the internet', 'out-gb', away / GIGABYTE),
    item('logs', 'log-gb', logs / GIGABYTE),
    item('traces', 'trace', traced(invocations) / MILLION),
    item('API', 'api-request', (messages * assumed.SHARE_IN * assumed.REQUESTS_TO_READ) / MILLION),
    item('DNS', 'dns-query', zone ? (messages * assumed.SHARE_IN * assumed.QUESTIONS_IN) / MILLION : 0),
  ].filter(({ quantity }) => quantity > 0);
}

/** What is asked for in some houses only: each a row of its own, beside the sums. */
export function furtherItems({ usage }: Measured, messages: number): readonly (readonly [string, Item[]])[] {
  const each = (value: Parameters<typeof mixed>[1]): number => messages * mixed(usage, value);
  const brought = each((_one, _octets, which) => (which === 'in' ? 1 : 0));
  const octets = each((_one, size, which) => (which === 'in' ? size : 0));
  const item = (what: string, price: string, quantity: number): Item => ({ what, price, quantity });
  return [
    [
      'each message that came in brought home by SES',
      // A message with nothing attached costs less: all its octets are taken for attachments.
      [item('mails', 'ses-mail', brought / MILLION), item('octets', 'ses-gb', octets / GIGABYTE)],
    ],
    [
      'a signed receipt asked for of each message that went out',
      [item('signatures', 'kms-sign', each((_one, _octets, which) => (which === 'out' ? 1 : 0)) / MILLION)],
    ],
  ];
}
