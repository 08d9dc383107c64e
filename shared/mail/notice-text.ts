/**
 * The part of a notice that people read, in their language: first what happened and what it means, then what
 * they can do, then the details for an administrator. Recipients that share a domain and a reason are told
 * of together. Lines end in LF; the sentences are in words/.
 */
import type { Level, LevelSource } from '../policy/level.ts';
import type { RecipientStatus } from './delivery-status-fields.ts';
import { bareAddress, oneLine } from './header-text.ts';
import { ADVICE, CAUSED_BY_SETTING, whySentence, type Why, type Words } from './words/words.ts';

export interface FailedRecipient extends RecipientStatus {
  readonly why: Why;
}

export interface FailureText {
  readonly level: Level;
  readonly levelSource: LevelSource;
  /** Whether nothing of the message, not even its envelope, went to any server outside. */
  readonly nothingLeft: boolean;
  /** Whether the message has recipients at other domains, of whom this notice knows nothing; null: not known. */
  readonly othersElsewhere: boolean | null;
  readonly wholeAttached: boolean;
  readonly failed: readonly FailedRecipient[];
  readonly delivered: readonly string[];
}

interface Group {
  readonly domain: string;
  readonly why: Why;
  readonly recipients: string[];
}

const QUOTE_LIMIT = 300;

function domainOf(recipient: string): string {
  const address = bareAddress(recipient);
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Their words as one line, without the quotation marks that will stand around them. */
function plainWords(why: Why): Why {
  return 'words' in why ? { ...why, words: oneLine(why.words, QUOTE_LIMIT).replaceAll('"', "'") } : why;
}

function groupsOf(failed: readonly FailedRecipient[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { recipient, why: given } of failed) {
    const why = plainWords(given);
    const domain = domainOf(recipient);
    const key = JSON.stringify([domain, why]);
    const group = groups.get(key) ?? { domain, why, recipients: [] };
    group.recipients.push(bareAddress(recipient));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function groupText(words: Words, group: Group, { level, levelSource }: FailureText): string {
  const lines = [
    `${words.labels.to} ${group.recipients.join(', ')}`,
    `${words.labels.why} ${whySentence(words, group.domain, group.why)}`,
  ];
  if (CAUSED_BY_SETTING.has(group.why.key)) {
    lines.push(`${words.labels.setting} ${words.setting(level, levelSource, group.domain)}`);
  }
  return lines.join('\n');
}

function adviceText(words: Words, groups: readonly Group[]): string {
  const pieces = groups.flatMap(({ domain, why }) =>
    ADVICE[why.key].map((name) => words.advice[name](domain)),
  );
  return [words.headings.advice, ...[...new Set(pieces)].map((piece) => `– ${piece}`)].join('\n');
}

function detailLine(words: Words, status: RecipientStatus): string {
  const host = oneLine(status.remoteHost ?? domainOf(status.recipient), 255);
  const address = status.remoteAddress === null ? '' : ` [${oneLine(status.remoteAddress, 50)}]`;
  const detail = oneLine(status.detail, QUOTE_LIMIT);
  const reply = status.reply === null ? '' : oneLine(status.reply, QUOTE_LIMIT);
  const said = reply === '' || detail.includes(reply) ? '' : `; the answer was: ${reply}`;
  const code = `${oneLine(status.status, 20)}, ${oneLine(status.reason, 100)}`;
  return `${host}${address}, ${words.date(status.at)}: ${detail}${said} (${code})`;
}

/** One line per recipient, or one for all of them where they do not differ. */
function detailsText(words: Words, statuses: readonly RecipientStatus[]): string {
  const lines = statuses.map((status) => detailLine(words, status));
  const distinct = new Set(lines);
  const named =
    distinct.size === 1
      ? [...distinct]
      : lines.map((line, index) => `${bareAddress(statuses[index]?.recipient ?? '')}: ${line}`);
  return [words.headings.details, ...named].join('\n');
}

/** What is true of these recipients, whatever became of the message elsewhere. */
function leadOfSome(words: Words, failed: readonly FailedRecipient[], intact: boolean): string[] {
  const recipients = failed.map(({ recipient }) => bareAddress(recipient));
  if (!intact) return [words.wasNotDeliveredTo(recipients)];
  const domains = new Set(failed.map(({ recipient }) => domainOf(recipient)));
  return [words.wasNotSentTo(recipients), words.nothingWentTo([...domains])];
}

function leadText(words: Words, failure: FailureText): string {
  const partial = failure.delivered.length > 0;
  const intact = failure.nothingLeft && !partial;
  return [
    ...(failure.othersElsewhere !== false && !partial
      ? leadOfSome(words, failure.failed, intact)
      : [
          partial ? words.didNotReachAll : intact ? words.wasNotSent : words.wasNotDelivered,
          ...(intact ? [words.nothingHasLeft] : []),
        ]),
    ...(failure.othersElsewhere === true ? [words.seeOthers] : []),
    failure.wholeAttached ? words.wholeAttached : words.headersAttached,
  ].join(' ');
}

/** The text of a failure notice, also of a failure for some recipients only. */
export function composeFailureText(words: Words, failure: FailureText): string {
  const groups = groupsOf(failure.failed);
  const paragraphs = [
    leadText(words, failure),
    ...(failure.delivered.length > 0 ? [words.didReach(failure.delivered.map(bareAddress))] : []),
    ...groups.map((group) => groupText(words, group, failure)),
    adviceText(words, groups),
    detailsText(words, failure.failed),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

/** The text of a delay notice. */
export function composeDelayText(words: Words, delayed: readonly RecipientStatus[], until: Date): string {
  const recipients = delayed.map(({ recipient }) => bareAddress(recipient));
  return `${words.notDeliveredYet(recipients, until)}\n\n${detailsText(words, delayed)}\n`;
}

/** What came of an outside sender's message at the home server; lines of at most 76 characters. */
function relayCause({ reason, reply }: RecipientStatus): string {
  if (reply !== null) return "The recipient's own mail server refused it, saying:";
  switch (reason) {
    case 'requiretls':
      return "The recipient's own mail server does not promise to keep the rest of\n  the way encrypted (REQUIRETLS, RFC 8689), which your message asked for:";
    case 'retry-lifetime-exceeded':
      return "The recipient's own mail server could not be reached in time:";
    default:
      return "The recipient's own mail server cannot take it:";
  }
}

/**
 * The text for an outside sender whose message the recipient's home server refused after we had taken it:
 * English, because we do not know theirs, and in the wording that mail systems have used for decades.
 */
export function composeRelayFailureText(hostName: string, failed: readonly RecipientStatus[]): string {
  const blocks = failed.map((status) => {
    const { recipient, reply, detail } = status;
    return `<${bareAddress(recipient)}>:\n  ${relayCause(status)}\n  ${oneLine(reply ?? detail, QUOTE_LIMIT)}`;
  });
  return [
    `This is the mail system at ${hostName}.`,
    'Your message could not be delivered to the address below. It will not be\ntried again. Only the header of your message is attached.',
    ...blocks,
    "If the text above does not tell you what to do, please ask the recipient\nin another way, or write to the postmaster of the recipient's domain.\n",
  ].join('\n\n');
}
