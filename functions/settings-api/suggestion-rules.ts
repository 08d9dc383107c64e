/**
 * What the record of an owner's deliveries says for another level: a stricter one that would have worked for
 * everybody, or a weaker one for a domain that does not meet the present one. Nothing is suggested where the
 * evidence looks like an attack: a certificate other than the one expected, records that do not verify. Pure.
 */
import type { Domain } from '../../shared/address/domain.ts';
import { LEVELS, levelFor, type Level, type LevelSettings } from '../../shared/policy/level.ts';
import type { Delivery, Receipt, RecipientRecord } from '../../shared/store/delivery.ts';

export type DeliveryRecord = Pick<
  Delivery,
  'messageId' | 'domain' | 'level' | 'levelSource' | 'createdAt' | 'recipients' | 'receipt'
>;

export type Suggestion =
  | {
      readonly kind: 'stricter-level-works';
      readonly level: Level;
      readonly domains: number;
      readonly messages: number;
    }
  | {
      readonly kind: 'level-made-mail-come-back';
      readonly domain: Domain;
      readonly level: Level;
      readonly messages: number;
      readonly suggested: Level;
    };

const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) > LEVELS.indexOf(other);

/** Whether what was seen on the way out is what a level asks for. */
function meets(receipt: Receipt, level: Level): boolean {
  switch (level) {
    case 'encrypt':
      return true;
    case 'dane-only':
      return receipt.dane !== null;
    case 'verify':
      return receipt.trust !== null;
  }
}

/** Ends that say nothing about a domain's encryption: an address that does not exist, a letter too large. */
const NOT_ABOUT_TLS: ReadonlySet<RecipientRecord['reason']> = new Set([
  'no-mail-server',
  'recipient-refused',
  'needs-8bitmime',
  'needs-smtputf8',
  'message-too-large',
]);

function bouncedOverTls({ recipients }: DeliveryRecord): boolean {
  return recipients.some(({ state, reason }) => state === 'bounced' && !NOT_ABOUT_TLS.has(reason));
}

function distinctMessages(records: readonly DeliveryRecord[]): number {
  return new Set(records.map(({ messageId }) => messageId)).size;
}

/** Levels stricter than the default that every delivery under the default has met already. */
function stricterLevels(records: readonly DeliveryRecord[], settings: LevelSettings): Suggestion[] {
  const concerned = records.filter(({ levelSource }) => levelSource === 'default');
  const arrived = concerned.filter(({ receipt }) => receipt !== null);
  if (arrived.length === 0 || concerned.some(bouncedOverTls)) return [];
  return LEVELS.filter((level) => isStricter(level, settings.level))
    .filter((level) => arrived.every(({ receipt }) => receipt !== null && meets(receipt, level)))
    .map((level) => ({
      kind: 'stricter-level-works',
      level,
      domains: new Set(arrived.map(({ domain }) => domain)).size,
      messages: distinctMessages(arrived),
    }));
}

/** Whether mail came back only because the level asks for a proof that the domain does not publish at all. */
function lacksProof({ level, recipients }: DeliveryRecord): boolean {
  return recipients.some(({ state, reason, status }) => {
    if (state !== 'bounced') return false;
    if (level === 'dane-only') return reason === 'dane-required' || reason === 'tlsa-invalid';
    // 5.7.5 is another certificate than the one on file: never a reason to look less closely.
    return level === 'verify' && reason === 'certificate-not-trusted' && status === '5.7.4';
  });
}

function weakerLevels(records: readonly DeliveryRecord[], settings: LevelSettings): Suggestion[] {
  const suggestions: Suggestion[] = [];
  for (const domain of new Set(records.map((record) => record.domain))) {
    const { level } = levelFor(settings, domain, null);
    const own = records.filter((record) => record.domain === domain);
    const tried = own.filter((record) => record.level === level);
    const cameBack = tried.filter(lacksProof);
    const latest = Math.max(...cameBack.map(({ createdAt }) => createdAt));
    const worksNow = tried.some(({ receipt, createdAt }) => receipt !== null && createdAt > latest);
    const suspicious = own.some((record) => bouncedOverTls(record) && !lacksProof(record));
    if (cameBack.length === 0 || worksNow || suspicious) continue;
    const hasDane = own.some(({ receipt }) => receipt !== null && meets(receipt, 'dane-only'));
    const suggested = level === 'verify' && hasDane ? 'dane-only' : 'encrypt';
    suggestions.push({
      kind: 'level-made-mail-come-back',
      domain,
      level,
      messages: distinctMessages(cameBack),
      suggested,
    });
  }
  return suggestions;
}

/** Reads the record, newest first or not; deliveries within the house say nothing and are left out by the caller. */
export function suggest(records: readonly DeliveryRecord[], settings: LevelSettings): readonly Suggestion[] {
  return [...stricterLevels(records, settings), ...weakerLevels(records, settings)];
}
