/**
 * Reads the text of a Postfix `smtp_tls_policy_maps` table as postmap(1) does (postconf(5), TLS_README): one
 * `next-hop level attribute=value …` a logical line, comments, continuation lines that begin with white space.
 * What the policies mean for us is decided in policy-import.ts. Pure.
 */
import { parseDomain, type Domain } from '../../shared/address/domain.ts';

/** What a policy is about: the left-hand side of the table. */
export type NextHop =
  | { readonly kind: 'domain'; readonly domain: Domain }
  /** `.bank.example`: its subdomains, not the domain itself. */
  | { readonly kind: 'subdomains'; readonly text: string }
  /** `[mx.bank.example]`, `[…]:587`, `bank.example:25`: where mail is routed to, whoever it is for. */
  | { readonly kind: 'relay'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly text: string };

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

export interface Policy {
  /** Where its logical line begins, from 1. */
  readonly line: number;
  readonly nextHop: NextHop;
  /** In lower case; may be none that Postfix knows. Empty where the line has none. */
  readonly level: string;
  readonly attributes: readonly Attribute[];
}

interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

/** Comments and empty lines neither begin nor end a logical line, wherever they stand. */
function logicalLines(text: string): LogicalLine[] {
  const lines: { line: number; text: string }[] = [];
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(?:#|$)/.test(raw)) continue;
    const last = lines.at(-1);
    if (/^\s/.test(raw) && last !== undefined) last.text += ` ${raw.trim()}`;
    else lines.push({ line: index + 1, text: raw.trim() });
  }
  return lines;
}

function readNextHop(text: string): NextHop {
  if (/^\[[^\]]*\](?::[A-Za-z0-9-]+)?$/.test(text) || /^[^:[\]]+:[A-Za-z0-9-]+$/.test(text)) {
    return { kind: 'relay', text };
  }
  if (text.startsWith('.') && parseDomain(text.slice(1)) !== null) return { kind: 'subdomains', text };
  const domain = parseDomain(text);
  return domain === null ? { kind: 'unreadable', text } : { kind: 'domain', domain };
}

/** Words separated by white space or commas; braces hold one that has spaces: `{ match = a b }`. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/\{([^}]*)\}|[^\s,]+/g)].map(([word, inBraces]) => inBraces?.trim() ?? word);
}

function readAttribute(word: string): Attribute {
  const at = word.indexOf('=');
  return at < 0
    ? { name: word.toLowerCase(), value: '' }
    : { name: word.slice(0, at).trim().toLowerCase(), value: word.slice(at + 1).trim() };
}

/** Every policy of the table, in its order. Total: what cannot be read is a policy that says so. */
export function readPolicies(text: string): Policy[] {
  return logicalLines(text).map(({ line, text: logical }) => {
    const [, key = '', value = ''] = /^(\S+)\s*(.*)$/.exec(logical) ?? [];
    const [level = '', ...rest] = wordsOf(value);
    return {
      line,
      nextHop: readNextHop(key),
      level: level.toLowerCase(),
      attributes: rest.map(readAttribute),
    };
  });
}
