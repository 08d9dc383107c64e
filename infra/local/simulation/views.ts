/** How what the page of the simulated internet gets is made. */
import type { SimulatedDomain, SimulatedInternet } from '../internet/simulation.ts';
import type { ConnectionRecord, ReceivedMessage, TranscriptLine } from '../internet/transcript.ts';
import { inGerman } from './german.ts';
import type { ConnectionView, LineView, MessageView, ProviderDetails, ProviderView } from './shapes.ts';

const MOST_SHOWN = 50;
const MOST_PLAINTEXT = 4000;

export function viewLine({ at, from, text, encrypted }: TranscriptLine): LineView {
  return { at: at.toISOString(), from, text, encrypted };
}

export function viewConnection(record: ConnectionRecord): ConnectionView {
  const { id, domain, host, at, closedAt, remote, tls } = record;
  return {
    id,
    domain,
    host,
    at: at.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    client: remote.address,
    tls,
  };
}

export function viewMessage(message: ReceivedMessage): MessageView {
  const { id, domain, connection, at, mailFrom, rcptTo, raw, tls, requireTls, reply } = message;
  return {
    id,
    domain,
    connection,
    at: at.toISOString(),
    mailFrom,
    rcptTo,
    size: raw.length,
    tls,
    requireTls,
    reply,
  };
}

export function viewProvider(provider: SimulatedDomain, internet: SimulatedInternet): ProviderView {
  const { domain, description, manner, hosts } = provider;
  const connections = internet.transcripts(domain);
  return {
    domain,
    description: { en: description, de: inGerman(description) },
    manner,
    hosts: hosts.map(({ name, preference, address }) => ({ name, preference, address })),
    connections: connections.length,
    encryptedConnections: connections.filter(({ tls }) => tls !== null).length,
    messages: internet.receivedCount(domain),
  };
}

export function viewDetails(provider: SimulatedDomain, internet: SimulatedInternet): ProviderDetails {
  const newest = <Thing>(things: readonly Thing[]): Thing[] => things.slice(-MOST_SHOWN).reverse();
  return {
    ...viewProvider(provider, internet),
    recentConnections: newest(internet.transcripts(provider.domain)).map((record) => ({
      ...viewConnection(record),
      plaintext: record.plaintextBytes.toString('latin1').slice(0, MOST_PLAINTEXT),
      lines: record.lines.map(viewLine),
    })),
    recentMessages: newest(internet.received(provider.domain)).map(viewMessage),
  };
}
