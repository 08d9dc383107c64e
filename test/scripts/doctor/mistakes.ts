/** What can be wrong with a zone: each mistake with the line that it gets and the record that mends it. */
import type { ZoneRecord } from '../../../infra/local/internet/zones.ts';
import type { Verdict } from '../../../scripts/doctor/finding.ts';
import { ALIAS, RECEIVING, SENDING } from './world.ts';

export type Change = (records: readonly ZoneRecord[]) => readonly ZoneRecord[];

export const without =
  (type: string, name: string): Change =>
  (records) =>
    records.filter((record) => record.type !== type || record.name !== name);
export const instead =
  (...put: readonly ZoneRecord[]): Change =>
  (records) => {
    const replaced = new Set(put.map(({ type, name }) => `${type} ${name}`));
    return [...records.filter(({ type, name }) => !replaced.has(`${type} ${name}`)), ...put];
  };
export const txt = (name: string, data: string): ZoneRecord => ({ name, type: 'TXT', data });

export interface Mistake {
  readonly name: string;
  readonly change: Change;
  readonly check: string;
  readonly about: string;
  readonly verdict: Verdict;
  readonly words: RegExp;
  readonly record?: string;
}

const spfRecord = `${ALIAS}. 3600 IN TXT "v=spf1 a:${SENDING} -all"`;
const mxRecord = `${ALIAS}. 3600 IN MX 10 ${RECEIVING}.`;
const manyIncludes: ZoneRecord[] = Array.from({ length: 11 }, (_, n) => txt(`s${n}.${ALIAS}`, 'v=spf1 ?all'));
export const mistakes: readonly Mistake[] = [
  {
    name: 'no MX',
    change: without('MX', ALIAS),
    check: 'MX',
    about: ALIAS,
    verdict: 'missing',
    words: /no MX/,
    record: mxRecord,
  },
  {
    name: 'MX to another host',
    change: instead({ name: ALIAS, type: 'MX', data: { preference: 10, exchange: 'mx.elsewhere.example' } }),
    check: 'MX',
    about: ALIAS,
    verdict: 'wrong',
    words: /points to mx\.elsewhere\.example instead/,
    record: mxRecord,
  },
  {
    name: 'a second MX, where nobody refuses plaintext',
    change: (records) => [
      ...records,
      { name: ALIAS, type: 'MX', data: { preference: 20, exchange: 'backup.elsewhere.example' } },
    ],
    check: 'MX',
    about: ALIAS,
    verdict: 'wrong',
    words: /besides .* backup\.elsewhere\.example/,
  },
  {
    name: 'the MX host is an alias',
    change: (records) => [
      ...without('A', RECEIVING)(records),
      { name: RECEIVING, type: 'CNAME', data: `edge.${ALIAS}` },
      { name: `edge.${ALIAS}`, type: 'A', data: '127.0.0.1' },
    ],
    check: 'address',
    about: RECEIVING,
    verdict: 'wrong',
    words: /alias of edge\./,
    record: `${RECEIVING}. 3600 IN A 127.0.0.1`,
  },
  {
    name: 'the receiving host has no address',
    change: without('A', RECEIVING),
    check: 'address',
    about: RECEIVING,
    verdict: 'missing',
    words: /no address/,
  },
  {
    name: 'no SPF',
    change: without('TXT', ALIAS),
    check: 'SPF',
    about: ALIAS,
    verdict: 'missing',
    words: /anybody/,
    record: spfRecord,
  },
  {
    name: 'two SPF records',
    change: (records) => [...records, txt(ALIAS, 'v=spf1 -all')],
    check: 'SPF',
    about: ALIAS,
    verdict: 'wrong',
    words: /2 SPF records/,
    record: spfRecord,
  },
  {
    name: 'SPF for another address',
    change: instead(txt(ALIAS, 'v=spf1 ip4:192.0.2.1 -all')),
    check: 'SPF',
    about: ALIAS,
    verdict: 'wrong',
    words: /does not authorise 127\.0\.0\.9 \(fail\)/,
    record: spfRecord,
  },
  {
    name: 'SPF with more than ten lookups',
    change: (records) => [
      ...instead(
        txt(ALIAS, `v=spf1 ${manyIncludes.map(({ name }) => `include:${name}`).join(' ')} a:${SENDING} -all`),
      )(records),
      ...manyIncludes,
    ],
    check: 'SPF',
    about: ALIAS,
    verdict: 'wrong',
    words: /cannot be evaluated: .*(many|lookup|limit)/i,
    record: spfRecord,
  },
  {
    name: 'SPF that lets others through',
    change: instead(txt(ALIAS, `v=spf1 a:${SENDING} ~all`)),
    check: 'SPF',
    about: ALIAS,
    verdict: 'warning',
    words: /-all/,
    record: spfRecord,
  },
  {
    name: 'no DMARC',
    change: without('TXT', `_dmarc.${ALIAS}`),
    check: 'DMARC',
    about: ALIAS,
    verdict: 'missing',
    words: /no DMARC/,
    record: `_dmarc.${ALIAS}. 3600 IN TXT "v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:postmaster@${ALIAS}"`,
  },
  {
    name: 'no TLSRPT',
    change: without('TXT', `_smtp._tls.${ALIAS}`),
    check: 'TLSRPT',
    about: ALIAS,
    verdict: 'missing',
    words: /nobody tells you/,
    record: `_smtp._tls.${ALIAS}. 3600 IN TXT "v=TLSRPTv1; rua=mailto:postmaster@${ALIAS}"`,
  },
  {
    name: 'no MTA-STS record',
    change: without('TXT', `_mta-sts.${ALIAS}`),
    check: 'MTA-STS',
    about: ALIAS,
    verdict: 'missing',
    words: /there is no record/,
  },
  {
    name: 'the host of the MTA-STS policy has no address',
    change: without('A', `mta-sts.${ALIAS}`),
    check: 'MTA-STS',
    about: ALIAS,
    verdict: 'wrong',
    words: /not to be had: .*no address/,
  },
  {
    name: 'a submission record with another port',
    change: instead({
      name: `_submission._tcp.${ALIAS}`,
      type: 'SRV',
      data: { priority: 0, weight: 1, port: 25, target: RECEIVING },
    }),
    check: 'SRV',
    about: `_submission.`,
    verdict: 'wrong',
    words: /port 25/,
    record: `_submission._tcp.${ALIAS}. 3600 IN SRV 0 1 587 ${RECEIVING}.`,
  },
];
