/**
 * Signing in to the submission ports: the home address or the alias as user name, an app password as
 * password (SASL PLAIN, RFC 4616, and LOGIN). Every failure reads the same, whatever was wrong.
 */
import type { SMTPServerAuthentication } from 'smtp-server';

import { classify, homeOf, type AliasDomains, type HomeAddress } from '../../shared/address/alias.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import type { AppPasswordStore } from '../../shared/store/app-passwords.ts';
import type { SignIn } from './listener.ts';
import { refuse } from './reply.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';

const INVALID = refuse(535, '5.7.8', 'User name or app password invalid');
const SLOW_DOWN = refuse(454, '4.7.0', 'Too many failed sign-ins; try again in some minutes');

/** Far over any app password, in letters: what is longer is not worth a hash. */
const LONGEST_PASSWORD = 256;

/** Whose account a user name means, or null where it is nobody's here. */
export function accountOf(userName: string, domains: AliasDomains): HomeAddress | null {
  const mailbox = parseMailbox(userName.trim());
  const destination = mailbox === null ? null : classify(mailbox, domains);
  if (destination?.kind === 'home') return destination.home;
  return destination?.kind === 'alias' ? homeOf(destination.alias, domains) : null;
}

/** Judges one try. Throws where the store is out of reach; the try does not count then. */
export async function signIn(
  { username = '', password, authzid = '' }: SMTPServerAuthentication,
  address: string,
  domains: AliasDomains,
  appPasswords: Pick<AppPasswordStore, 'verify'>,
  attempts: SignInAttempts,
): Promise<SignIn> {
  const home = accountOf(username, domains);
  if (!attempts.begin(address, home)) return { kind: 'refused', refusal: SLOW_DOWN };
  // RFC 4616: an authorization identity, where given, must be one that this user may act as: himself.
  const himself = authzid === '' || accountOf(authzid, domains) === home;
  if (home === null || !himself || typeof password !== 'string' || password.length > LONGEST_PASSWORD) {
    return { kind: 'refused', refusal: INVALID };
  }
  let right: boolean;
  try {
    right = await appPasswords.verify(home, password);
  } catch (error) {
    attempts.withdraw(address, home);
    throw error;
  }
  if (!right) return { kind: 'refused', refusal: INVALID };
  attempts.succeed(address, home);
  return { kind: 'signed-in', home };
}
