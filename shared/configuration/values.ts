/**
 * How the texts of environment variables become values. Each reader takes the text and gives the value, or a
 * sentence that says what is wrong; `example` is a right value for the error line.
 */
import { isIP, type BlockList } from 'node:net';

import type { AliasDomains, HomeAddress } from '../address/alias.ts';
import { classify } from '../address/alias.ts';
import { parseDomain, type Domain } from '../address/domain.ts';
import { parseMailbox } from '../address/mailbox.ts';
import { parseNetworks } from '../smtp/allowed-networks.ts';

export type Reading<T> = { readonly value: T } | { readonly problem: string };

export interface Reader<T> {
  readonly example: string;
  read(text: string): Reading<T>;
}

/** Makes a reader of a function. */
export function reader<T>(example: string, read: (text: string) => Reading<T>): Reader<T> {
  return { example, read };
}

/** Texts of a comma-separated list, trimmed, empty ones dropped. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export const text: Reader<string> = reader('any text', (value) =>
  value.trim() === '' ? { problem: 'is empty' } : { value },
);

/** Any text, also none. */
export const anyText: Reader<string> = reader('any text', (value) => ({ value: value.trim() }));

const UNITS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

function readDuration(value: string): Reading<number> {
  const match = /^([0-9]{1,9})(ms|s|m|h|d)$/.exec(value);
  const unit = UNITS.get(match?.[2] ?? '');
  if (unit === undefined) return { problem: `"${value}" is not a duration` };
  return { value: Number(match?.[1]) * unit };
}

/** Milliseconds. */
export const duration: Reader<number> = reader('15m', readDuration);

/** Milliseconds each; at least one, each over zero. */
export const durations: Reader<readonly number[]> = reader('15s,1m,5m', (value) => {
  const values: number[] = [];
  for (const part of listed(value)) {
    const reading = readDuration(part);
    if ('problem' in reading) return reading;
    if (reading.value === 0) return { problem: `"${part}" is no wait at all` };
    values.push(reading.value);
  }
  return values.length === 0 ? { problem: 'names no duration' } : { value: values };
});

const SIZES = new Map([
  ['', 1],
  ['KiB', 1024],
  ['MiB', 1024 * 1024],
]);

/** Octets. */
export const size: Reader<number> = reader('25MiB', (value) => {
  const match = /^([0-9]{1,9})(KiB|MiB)?$/.exec(value);
  const unit = SIZES.get(match?.[2] ?? '');
  if (match === null || unit === undefined) return { problem: `"${value}" is not a size` };
  const octets = Number(match[1]) * unit;
  return octets === 0 ? { problem: 'a size of zero takes no mail at all' } : { value: octets };
});

export const port: Reader<number> = reader('2525', (value) => {
  const number = Number(value);
  const inRange = /^[0-9]{1,5}$/.test(value) && number <= 65_535;
  return inRange ? { value: number } : { problem: `"${value}" is not a port (0 to 65535)` };
});

export const count: Reader<number> = reader('100', (value) =>
  /^[1-9][0-9]{0,6}$/.test(value) ? { value: Number(value) } : { problem: `"${value}" is not a count` },
);

export const hostName: Reader<Domain> = reader('mx.secure.example.org', (value) => {
  const domain = parseDomain(value);
  return domain === null ? { problem: `"${value}" is not a host name` } : { value: domain };
});

export const ipAddress: Reader<string> = reader('127.0.0.1', (value) =>
  isIP(value) === 0 ? { problem: `"${value}" is not an IP address` } : { value },
);

export const ipAddresses: Reader<readonly string[]> = reader('10.0.1.7,10.0.2.7', (value) => {
  const bad = listed(value).find((part) => isIP(part) === 0);
  return bad === undefined ? { value: listed(value) } : { problem: `"${bad}" is not an IP address` };
});

export const networks: Reader<BlockList> = reader('127.10.0.0/16,10.1.0.0/24', (value) => {
  const parsed = parseNetworks(listed(value));
  return 'bad' in parsed
    ? { problem: `"${parsed.bad}" is not a network in CIDR form` }
    : { value: parsed.networks };
});

export const url: Reader<URL> = reader('https://localhost:8443', (value) => {
  const parsed = URL.parse(value);
  return parsed === null ? { problem: `"${value}" is not a URL` } : { value: parsed };
});

/** A URL, or nothing. */
export const urlOrNone: Reader<URL | null> = reader<URL | null>('https://localhost:8443', (value) =>
  value.trim() === '' ? { value: null } : url.read(value),
);

export const aliasDomains: Reader<AliasDomains> = reader('secure.example.org=example.org', (value) => {
  const domains = new Map<Domain, Domain>();
  for (const pair of listed(value)) {
    const [aliasText = '', homeText = '', rest] = pair.split('=');
    const alias = parseDomain(aliasText.trim());
    const home = parseDomain(homeText.trim());
    if (alias === null || home === null || rest !== undefined) {
      return { problem: `"${pair}" is not "alias domain=home domain"` };
    }
    if (alias === home) return { problem: `"${pair}": the alias domain and the home domain are the same` };
    if (domains.has(alias)) return { problem: `"${alias}" is named twice` };
    domains.set(alias, home);
  }
  const homes = [...domains.values()];
  const both = homes.find((home) => domains.has(home));
  if (both !== undefined) return { problem: `"${both}" is both an alias domain and a home domain` };
  const twice = homes.find((home, index) => homes.indexOf(home) !== index);
  if (twice !== undefined) return { problem: `"${twice}" has more than one alias domain` };
  return domains.size === 0 ? { problem: 'names no domain' } : { value: domains };
});

/** Home addresses; whether their domain is one of ours is checked where the domains are known. */
export const homeAddresses: Reader<readonly HomeAddress[]> = reader('operator@example.org', (value) => {
  const addresses: HomeAddress[] = [];
  for (const part of listed(value)) {
    const mailbox = parseMailbox(part);
    if (mailbox === null) return { problem: `"${part}" is not an address` };
    // Any domain stands in for a home domain here, for the canonical form alone.
    const destination = classify(mailbox, new Map([['alias.invalid' as Domain, mailbox.domain]]));
    if (destination.kind === 'home') addresses.push(destination.home);
  }
  return { value: addresses };
});

export type HomeDelivery =
  | { readonly kind: 'mailbox' }
  /** Homes at outside providers, through Amazon SES. */
  | { readonly kind: 'ses' }
  | {
      readonly kind: 'smtp';
      readonly host: string;
      readonly port: number;
      /** TLS from the start (smtps) or by STARTTLS; verified either way. */
      readonly implicitTls: boolean;
      /** File with the private certificate authority, or null for the public ones. */
      readonly authorityFile: string | null;
    };

export const homeDelivery: Reader<HomeDelivery> = reader<HomeDelivery>(
  'smtp://mail.example.org:25',
  (value) => {
    if (value === 'mailbox') return { value: { kind: 'mailbox' } };
    if (value === 'ses') return { value: { kind: 'ses' } };
    const parsed = URL.parse(value);
    const implicitTls = parsed?.protocol === 'smtps:';
    if (parsed === null || !(implicitTls || parsed.protocol === 'smtp:') || parsed.hostname === '') {
      return { problem: `"${value}" is not mailbox, ses, smtp://host:port or smtps://host:port` };
    }
    const unknown = [...parsed.searchParams.keys()].find((name) => name !== 'ca');
    if (unknown !== undefined) return { problem: `the option "${unknown}" is unknown (only ?ca=FILE is)` };
    return {
      value: {
        kind: 'smtp',
        host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: parsed.port === '' ? (implicitTls ? 465 : 25) : Number(parsed.port),
        implicitTls,
        authorityFile: parsed.searchParams.get('ca'),
      },
    };
  },
);

/** A reader for one of a few words. */
export function oneOf<T extends string>(...words: readonly [T, ...T[]]): Reader<T> {
  return reader(words[0], (value) => {
    const word = words.find((candidate) => candidate === value);
    return word === undefined ? { problem: `"${value}" is not one of ${words.join(', ')}` } : { value: word };
  });
}
