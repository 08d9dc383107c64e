/** The organisation's own server as the way home: the message made ready for it, and offered over SMTP. */
import { isAscii } from 'node:buffer';

import type { HomeAddress } from '../../shared/address/alias.ts';
import { needsSmtpUtf8 } from '../../shared/address/mailbox.ts';
import type { Extensions } from '../../shared/smtp/session.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { Authenticate } from './authentication.ts';
import type { Carrier, RelayItem } from './carrier.ts';
import { offerToHomeServer, type HomeServer, type Offer } from './home-server.ts';
import { hasUtf8Header } from './sender-notice.ts';

export interface HomeServerDependencies {
  readonly bodies: Pick<BodyStore, 'load'>;
  readonly authenticate: Authenticate;
}

/** The message as the home server gets it. Return-Path is the server's own to add (RFC 5321 section 4.4). */
async function prepare(
  item: RelayItem,
  home: HomeAddress,
  offered: Extensions,
  { bodies, authenticate }: HomeServerDependencies,
): Promise<Offer> {
  const octets = await bodies.load(item.body);
  const sender = item.kind === 'mail' ? item.sender : '';
  const message =
    item.kind === 'mail' && item.client !== null
      ? await authenticate(octets, { sender, client: item.client })
      : octets;
  return {
    envelope: {
      sender,
      recipients: [home],
      eightBit: !isAscii(message),
      // A header in UTF-8 often comes without SMTPUTF8; to a server that lacks it, it goes on as it came.
      smtpUtf8:
        needsSmtpUtf8(sender) || needsSmtpUtf8(home) || (offered.has('SMTPUTF8') && hasUtf8Header(octets)),
      requireTls: asksRequireTls(item, offered),
    },
    message: [message],
  };
}

/**
 * Whether to say REQUIRETLS to the home server (RFC 8689 section 4.2.1): for mail that came with it, and for no
 * other, since who sent that has not asked to lose it rather than to see it go on. A notice of ours says it
 * where it can, and goes home without where it cannot: its owner chose that server, and nobody else would tell
 * him that his message came back.
 */
function asksRequireTls(item: RelayItem, offered: Extensions): boolean {
  return item.requireTls === true && (item.kind === 'mail' || offered.has('REQUIRETLS'));
}

export function homeServerCarrier(server: HomeServer, dependencies: HomeServerDependencies): Carrier {
  return {
    name: 'the home server',
    keepsCopy: false,
    offer: (item, home, options) =>
      offerToHomeServer(server, (offered) => prepare(item, home, offered, dependencies), options),
  };
}
