/**
 * What a mail program has to know, and who may be told. The house sends mail (465, 587); it has no IMAP: people read
 * on the pages, or where their home is, and there a program needs the home's own server, which INCOMING_SERVER names.
 * A file that sets up a program wholly needs both, so without that name there is none: a wrong file is worse than none.
 */
import type { AliasDomains } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import type { IncomingServer } from '../../shared/configuration/incoming-server.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

export interface Submission {
  readonly host: string;
  /** TLS from the start. */
  readonly submissionsPort: number;
  /** STARTTLS. */
  readonly submissionPort: number;
}

export interface MailPrograms {
  readonly submission: Submission;
  readonly incoming: IncomingServer | null;
  /** Where mail is read: on the pages, at a mail server of the organisation, at outside providers. */
  readonly reading: 'pages' | 'home-server' | 'outside-provider';
}

export interface Pair {
  readonly alias: Domain;
  readonly home: Domain;
}

export type Asked =
  | { readonly kind: 'domain'; readonly pair: Pair; readonly incoming: IncomingServer }
  | { readonly kind: 'none'; readonly detail: Sentence };

/**
 * For whose domain a program asks. Only the domain is looked at: whether the user exists makes no difference, so
 * that nobody can list users here. Without an address there must be one domain only.
 */
export function domainAsked(
  address: string | null,
  domains: AliasDomains,
  incoming: IncomingServer | null,
): Asked {
  if (incoming === null)
    return {
      kind: 'none',
      detail: say(
        'There is no file for mail programs here: mail is read on the pages, or with the program as it is set up for the home address already. Settings for sending are under "Connect a mail program".',
      ),
    };
  const all = [...domains].map(([alias, home]): Pair => ({ alias, home }));
  const domain = address === null ? null : (parseMailbox(address)?.domain ?? null);
  const pair = address === null && all.length === 1 ? all[0] : all.find(({ alias }) => alias === domain);
  if (pair !== undefined) return { kind: 'domain', pair, incoming };
  return {
    kind: 'none',
    detail: say('Ask with ?emailaddress= and an address at {domains}.', {
      domains: all.map(({ alias }) => alias).join(', '),
    }),
  };
}
