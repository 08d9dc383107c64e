/**
 * The notice to the operators: one mail for everything that a run has to tell, in English, plain text. First
 * what happened and what it means, then what to do. What strangers wrote goes in as one harmless line. Pure.
 */
import type { Domain } from '../../shared/address/domain.ts';
import { composeUnstructured, oneLine } from '../../shared/mail/header-text.ts';
import { encodeQuotedPrintable } from '../../shared/mail/quoted-printable.ts';
import { composeDate } from '../../shared/mail/received.ts';
import { ENDING_DAYS, type Finding } from './findings.ts';

export interface WatchNotice {
  readonly findings: readonly Finding[];
  /** Notices come from its postmaster and go to it. */
  readonly aliasDomain: Domain;
  /** Message-ID, angle brackets included. */
  readonly messageId: string;
  readonly at: Date;
}

type Of<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>;

const withColons = (hex: string): string => (hex.toUpperCase().match(/../g) ?? []).join(':');
const day = (time: string): string => time.slice(0, 10);

function changedText({ domain, host, address, sha256, spkiSha256, detail }: Of<'changed'>): string {
  const where = address === null ? oneLine(host, 255) : `${oneLine(host, 255)} [${oneLine(address, 50)}]`;
  return [
    `– ${where}, a mail server of ${domain}, shows a certificate that matches nothing in the trust store. Mail to ${domain} does not go there at the level verify; if no other server of theirs matches, it comes back. This can be a change of theirs, or somebody in between.`,
    `  SHA-256 of the certificate: ${withColons(sha256)}`,
    ...(spkiSha256 === null ? [] : [`  SHA-256 of its public key: ${withColons(spkiSha256)}`]),
    `  Details: ${oneLine(detail, 500)}`,
  ].join('\n');
}

function remaining(domain: Domain, others: number): string {
  return others === 0
    ? `No other entry of ${domain} goes on: ask the provider what comes next, and add it before.`
    : `${others === 1 ? 'One other entry' : `${others} other entries`} of ${domain} will remain.`;
}

function endingText({ kind, domain, entry, at, others }: Of<'entry-ending' | 'certificate-ending'>): string {
  const note = entry.note === '' ? '' : ` ("${oneLine(entry.note, 200)}")`;
  const what = `entry ${entry.id}${note}, kind ${entry.kind}`;
  if (kind === 'entry-ending') {
    return `– ${domain}: ${what}, ends on ${day(at)}. ${remaining(domain, others)}`;
  }
  const effect =
    entry.kind === 'ca'
      ? 'Nothing will match it from then on.'
      : 'The provider is likely to show another one soon.';
  const whose = entry.kind === 'ca' ? 'the authority' : 'the certificate';
  return `– ${domain}: ${whose} of ${what}, ends on ${day(at)}. ${effect} ${remaining(domain, others)}`;
}

function lapsedText({ domain, at }: Of<'lapsed'>): string {
  return `– ${domain}: its last entry ended on ${day(at)}. Mail to ${domain} at the level verify comes back. Add what the provider shows now, or remove the old entries if it is not to be trusted any more.`;
}

function uncheckedText({ domain, detail }: Of<'unchecked'>): string {
  return `– ${domain}: ${oneLine(detail, 500)}`;
}

interface Section {
  readonly heading: string;
  /** For the subject. */
  readonly short: string;
  readonly paragraphs: readonly string[];
}

function sectionsOf(findings: readonly Finding[]): Section[] {
  const changed: string[] = [];
  const ending: string[] = [];
  const unchecked: string[] = [];
  for (const finding of findings) {
    switch (finding.kind) {
      case 'changed':
        changed.push(changedText(finding));
        break;
      case 'lapsed':
        ending.push(lapsedText(finding));
        break;
      case 'entry-ending':
      case 'certificate-ending':
        ending.push(endingText(finding));
        break;
      case 'unchecked':
        unchecked.push(uncheckedText(finding));
    }
  }
  const sections: Section[] = [
    { heading: 'Changed', short: `${changed.length} changed`, paragraphs: changed },
    {
      heading: `Ended, or ending within ${ENDING_DAYS} days`,
      short: `${ending.length} ending`,
      paragraphs: ending,
    },
    {
      heading: 'Could not be checked (nothing is known to have changed; we look again tomorrow)',
      short: `${unchecked.length} could not be checked`,
      paragraphs: unchecked,
    },
  ];
  return sections.filter(({ paragraphs }) => paragraphs.length > 0);
}

function adviceText(findings: readonly Finding[]): string {
  const domains = [
    ...new Set(findings.filter(({ kind }) => kind !== 'unchecked').map(({ domain }) => domain)),
  ];
  if (domains.length === 0) return '';
  return [
    'What you can do',
    '– Look at what the servers show now, compare it with the provider on another way than by mail, by telephone for example, and add what you have compared. The old entry may stay until the change is over: one match suffices.',
    ...domains.slice(0, 50).map((domain) => `  npm run admin -- trust preview ${domain}`),
  ].join('\n');
}

/** Gives the whole message, CRLF throughout. */
export function composeWatchNotice({ findings, aliasDomain, messageId, at }: WatchNotice): Buffer {
  const sections = sectionsOf(findings);
  const paragraphs = [
    'The daily look at the providers in the trust store has found something.',
    ...sections.map(({ heading, paragraphs: some }) => [heading, ...some].join('\n')),
    adviceText(findings),
    'The same is not told again before seven days have passed, for as long as it lasts.',
  ].filter((paragraph) => paragraph !== '');
  const fields = [
    `From: Mail Delivery <postmaster@${aliasDomain}>\r\n`,
    `To: <postmaster@${aliasDomain}>\r\n`,
    composeUnstructured('Subject', 'Checked providers:', sections.map(({ short }) => short).join(', ')),
    `Date: ${composeDate(at)}\r\n`,
    `Message-ID: ${messageId}\r\n`,
    // RFC 3834 section 5: no vacation program answers this.
    'Auto-Submitted: auto-generated\r\n',
    'MIME-Version: 1.0\r\n',
    'Content-Type: text/plain; charset=utf-8\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n',
    'Content-Language: en\r\n',
  ];
  return Buffer.from(`${fields.join('')}\r\n${encodeQuotedPrintable(`${paragraphs.join('\n\n')}\n`)}`);
}
