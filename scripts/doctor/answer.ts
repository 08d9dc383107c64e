/** The findings as people read them, and the exit code that programs read. */
import { plain } from '../admin/columns.ts';
import { isTrouble, type Finding, type Verdict } from './finding.ts';

const WORDS: Readonly<Record<Verdict, string>> = {
  ok: 'ok',
  missing: 'MISSING',
  wrong: 'WRONG',
  warning: 'warning',
  unseen: 'could not look',
};
const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));
/** A DKIM record is the longest that is shown. */
const LONGEST = 1000;

export function findingLines({ verdict, check, about, words, records }: Finding): string[] {
  return [
    `${WORDS[verdict].padEnd(WIDTH)}  ${plain(`${check} ${about}: ${words}`, LONGEST)}`,
    ...records.map((record) => `${' '.repeat(WIDTH)}    ${plain(record, LONGEST)}`),
  ];
}

/** How many of which kind, and whether all is well. */
export function summaryLine(findings: readonly Finding[]): string {
  const count = (verdict: Verdict): number => findings.filter((one) => one.verdict === verdict).length;
  const counts = (['missing', 'wrong', 'unseen', 'warning'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${count(verdict)} ${WORDS[verdict]}`);
  const all = `${count('ok')} of ${findings.length} checks ok`;
  return counts.length === 0 ? `${all}.` : `${all}; ${counts.join(', ')}.`;
}

export function exitCode(findings: readonly Finding[]): 0 | 1 {
  return findings.some(isTrouble) ? 1 : 0;
}
