/**
 * From when to when a certificate is valid (RFC 5280 section 4.1.2.5), strictly: UTC, with seconds, without
 * fractions. Read here because Node gives whatever was in memory for a time that OpenSSL cannot read.
 */
import { childrenOf, TAG, type Element } from './der.ts';

export interface Validity {
  /** Null where it is not written as RFC 5280 has it: such a certificate is never in date. */
  readonly notBefore: Date | null;
  readonly notAfter: Date | null;
}

export function readValidity(validity: Element | undefined): Validity {
  const [notBefore, notAfter] = childrenOf(validity, TAG.sequence) ?? [];
  return { notBefore: readTime(notBefore), notAfter: readTime(notAfter) };
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** UTCTime is of 1950 to 2049 (section 4.1.2.5.1). */
function readTime(element: Element | undefined): Date | null {
  const digits = element?.content.toString('latin1') ?? '';
  const century = digits < '5' ? '20' : '19';
  const text = element?.tag === TAG.utcTime ? `${century}${digits}` : digits;
  const match = element?.tag === TAG.utcTime || element?.tag === TAG.generalizedTime ? TIME.exec(text) : null;
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = new Date(iso);
  // 30 February reads as 2 March: no day of the calendar.
  return Number.isNaN(time.getTime()) || time.toISOString() !== iso ? null : time;
}
