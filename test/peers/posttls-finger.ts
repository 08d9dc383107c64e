/**
 * Postfix's posttls-finger(1) as an oracle: it connects as Postfix's SMTP client would at a security level and
 * says what it saw of DNS, STARTTLS and the certificate. What it says is read into a verdict here, in the terms
 * of that level. It delivers nothing, and looks at the first MX host that it reaches only.
 *
 * TLSA records are looked for at the port that it connects to, so the mail servers have to be at port 25.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { withResolver } from './mount-namespace.ts';

const run = promisify(execFile);

/** A security level of Postfix (smtp_tls_security_level), with what it compares with. */
export type PostfixLevel =
  | { readonly kind: 'encrypt' | 'dane' | 'dane-only' }
  /** SHA-256 of the certificate or of its public key, in hex. */
  | { readonly kind: 'fingerprint'; readonly sha256: string }
  /**
   * The file of an authority, PEM, the top of a hierarchy or not (smtp_tls_trust_anchor_file); the certificate
   * has to name the MX host or the recipient domain.
   */
  | { readonly kind: 'secure'; readonly anchorFile: string };

export interface PosttlsFinger {
  readonly verdict: 'met' | 'policy' | 'temporary';
  /** What the verdict is made of, in a few words. */
  readonly seen: string;
  /** Everything it said. */
  readonly output: string;
}

export interface PosttlsFingerRunner {
  ask(domain: string, level: PostfixLevel): Promise<PosttlsFinger>;
  close(): Promise<void>;
}

const mainCf = (protocols: 'ipv4' | 'all'): string => `compatibility_level = 3.6
inet_protocols = ${protocols}
myhostname = mail.postfix.example
`;

/** `resolvConf` takes the place of /etc/resolv.conf; `all` is IPv6, too. */
export async function posttlsFinger(
  resolvConf: string,
  protocols: 'ipv4' | 'all' = 'ipv4',
): Promise<PosttlsFingerRunner> {
  const directory = await mkdtemp(join(tmpdir(), 'posttls-finger-'));
  await writeFile(join(directory, 'main.cf'), mainCf(protocols));
  return {
    async ask(domain, level) {
      const [options, match] = parametersOf(level);
      const logged = ['-L', 'routine,certmatch,verbose'];
      // Postfix would take TLS 1.0 for proof of nothing; ours is the least that RFC 8996 leaves.
      const limits = ['-t', '10', '-T', '10', '-p', '>=TLSv1.2'];
      const { program, parameters } = withResolver(resolvConf, '/usr/sbin/posttls-finger', [
        ...['-l', level.kind, ...options, ...logged, ...limits],
        ...[domain, ...match],
      ]);
      const { stdout, stderr } = await run(program, parameters, { env: { MAIL_CONFIG: directory } });
      const output = stdout + stderr;
      return { ...read(output, level.kind), output };
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

function parametersOf(level: PostfixLevel): [options: string[], match: string[]] {
  switch (level.kind) {
    case 'encrypt':
    case 'dane':
    case 'dane-only':
      return [[], []];
    case 'fingerprint':
      return [['-d', 'sha256'], [level.sha256.match(/../g)?.join(':') ?? '']];
    case 'secure':
      return [
        ['-A', level.anchorFile],
        ['hostname', 'nexthop'],
      ];
  }
}

const met = (seen: string) => ({ verdict: 'met', seen }) as const;
const policy = (seen: string) => ({ verdict: 'policy', seen }) as const;
const temporary = (seen: string) => ({ verdict: 'temporary', seen }) as const;

/** What was printed, at which level. Throws for what it does not know. */
function read(output: string, level: PostfixLevel['kind']): Omit<PosttlsFinger, 'output'> {
  const said = (pattern: RegExp): boolean => pattern.test(output);
  if (said(/lookup failed: .*\bdoes not accept mail/)) return policy('null MX');
  if (said(/lookup failed: .*try again/)) return temporary('lookup failed');
  if (said(/lookup failed: .*(not found|no address|No address)/)) return policy('no such host');
  if (said(/TLSA lookup error/)) return temporary('TLSA lookup failed');
  if (said(/Failed to establish session/)) return temporary('no session');
  const trust = /(Verified|Trusted|Untrusted|Anonymous) TLS connection established/.exec(output)?.[1];
  if (trust !== undefined) return encrypted(output, level, trust);
  if (said(/STARTTLS rejected: 4/)) return temporary('STARTTLS deferred');
  if (said(/STARTTLS rejected: 5/)) return policy('STARTTLS refused');
  // An alert says that the two cannot agree; anything else broke off.
  if (said(/SSL_connect error/)) {
    return said(/TLS library problem/) ? policy('no common TLS') : temporary('handshake broken');
  }
  if (said(/< 250 /) && !said(/< 250[ -]STARTTLS/)) return policy('no STARTTLS');
  if (said(/lost connection|timeout/i)) return temporary('conversation broken');
  throw new Error(`posttls-finger said nothing that is understood:\n${output}`);
}

function encrypted(output: string, level: PostfixLevel['kind'], trust: string) {
  // `Trusted`: verified by records of a host that unsigned MX records name.
  const verified = trust === 'Verified';
  switch (level) {
    case 'encrypt':
      return met('encrypted');
    case 'dane':
      if (verified || trust === 'Trusted') return met('verified by DANE');
      // Without usable records the level is `encrypt` (RFC 7672 section 2.2).
      return output.includes('DNSSEC-signed TLSA record') && !output.includes('fallback to unauthenticated')
        ? policy('TLSA records do not match')
        : met('encrypted, no TLSA records to match');
    case 'dane-only':
      return verified && !output.includes('resorting to "secure"')
        ? met('verified by DANE')
        : policy('not verified by DANE');
    case 'fingerprint':
      return verified ? met('fingerprint matches') : policy('fingerprint does not match');
    case 'secure':
      return verified ? met('authority and name match') : policy('authority or name do not match');
  }
}
