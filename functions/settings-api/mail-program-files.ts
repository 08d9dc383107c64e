/**
 * The files that set up a mail program: Thunderbird's autoconfiguration (config-v1.1.xml), Outlook's autodiscovery
 * ([MS-OXDSCLI]), Apple's configuration profile (payload com.apple.mail.managed). None holds a password: for incoming mail
 * it is that of the home's own server, for sending an app password, and the program asks for each. Pure.
 */
import { createHash } from 'node:crypto';

import type { IncomingServer } from '../../shared/configuration/incoming-server.ts';
import type { MailPrograms, Pair } from './mail-program-settings.ts';

type Servers = Pick<MailPrograms, 'submission'> & { readonly incoming: IncomingServer };

/** Text in XML 1.0: what has a meaning there is escaped, what may not be there at all is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(
      /[&<>"']/g,
      (character) =>
        ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[character] ?? '',
    );
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** Thunderbird fills in what stands between percent signs: the file is the same for every address of the domain. */
export function thunderbirdFile({ alias, home }: Pair, { incoming, submission }: Servers): string {
  const outgoing = (port: number, socketType: string): string => `    <outgoingServer type="smtp">
      <hostname>${escapeXml(submission.host)}</hostname>
      <port>${port}</port>
      <socketType>${socketType}</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>`;
  return `${HEAD}
<clientConfig version="1.1">
  <emailProvider id="${escapeXml(alias)}">
    <domain>${escapeXml(alias)}</domain>
    <displayName>${escapeXml(alias)}</displayName>
    <displayShortName>${escapeXml(alias)}</displayShortName>
    <incomingServer type="imap">
      <hostname>${escapeXml(incoming.host)}</hostname>
      <port>${incoming.port}</port>
      <socketType>${incoming.implicitTls ? 'SSL' : 'STARTTLS'}</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILLOCALPART%@${escapeXml(home)}</username>
    </incomingServer>
${outgoing(submission.submissionsPort, 'SSL')}
${outgoing(submission.submissionPort, 'STARTTLS')}
  </emailProvider>
</clientConfig>
`;
}

/** The address in a request of Outlook's; null where there is none. No parser: entities and DTDs are not even looked at. */
export function outlookAddress(request: string): string | null {
  return /<EMailAddress>\s*([^<>&\s]{3,320})\s*<\/EMailAddress>/i.exec(request)?.[1] ?? null;
}

/** Outlook takes login names as they stand, so they are made from what was asked, whoever that is. */
export function outlookFile(address: string, { home }: Pair, { incoming, submission }: Servers): string {
  const localPart = address.slice(0, address.lastIndexOf('@'));
  const protocol = (type: string, server: string, port: number, login: string, tls: string): string =>
    `      <Protocol>
        <Type>${type}</Type>
        <Server>${escapeXml(server)}</Server>
        <Port>${port}</Port>
        <LoginName>${escapeXml(login)}</LoginName>
        <DomainRequired>off</DomainRequired>
        <SPA>off</SPA>
        <SSL>on</SSL>
        <Encryption>${tls}</Encryption>
        <AuthRequired>on</AuthRequired>${type === 'SMTP' ? '\n        <UsePOPAuth>off</UsePOPAuth>' : ''}
      </Protocol>`;
  return `${HEAD}
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
  <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
${protocol('IMAP', incoming.host, incoming.port, `${localPart}@${home}`, incoming.implicitTls ? 'SSL' : 'TLS')}
${protocol('SMTP', submission.host, submission.submissionsPort, address, 'SSL')}
    </Account>
  </Response>
</Autodiscover>
`;
}

export interface Owner {
  readonly address: string;
  readonly home: string;
  readonly name: string;
}

/** A name-based UUID (RFC 9562 section 5.8, with SHA-256): a profile that is installed again replaces the earlier one. */
function stableUuid(...name: readonly string[]): string {
  const octets = createHash('sha256').update(JSON.stringify(name)).digest().subarray(0, 16);
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  return octets
    .toString('hex')
    .toUpperCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

function plist(value: Plist): string {
  if (typeof value === 'string') return `<string>${escapeXml(value)}</string>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (Array.isArray(value)) return `<array>${(value as readonly Plist[]).map(plist).join('')}</array>`;
  const pairs = Object.entries(value as Readonly<Record<string, Plist>>);
  return `<dict>\n${pairs.map(([key, each]) => `<key>${escapeXml(key)}</key>${plist(each)}\n`).join('')}</dict>`;
}

/** Apple's profile, unsigned: the device says so, and asks for both passwords when it is installed. */
export function appleProfile(
  { address, home, name }: Owner,
  { alias }: Pair,
  { incoming, submission }: Servers,
): string {
  const identifier = `${alias.split('.').reverse().join('.')}.secure-alias.${stableUuid('user', address)}`;
  const mail: Plist = {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `${identifier}.mail`,
    PayloadUUID: stableUuid('mail', address),
    PayloadDisplayName: address,
    EmailAccountDescription: address,
    EmailAccountName: name,
    EmailAccountType: 'EmailTypeIMAP',
    EmailAddress: address,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: incoming.host,
    IncomingMailServerPortNumber: incoming.port,
    IncomingMailServerUseSSL: true,
    IncomingMailServerUsername: home,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: submission.host,
    OutgoingMailServerPortNumber: submission.submissionsPort,
    OutgoingMailServerUseSSL: true,
    OutgoingMailServerUsername: address,
    OutgoingPasswordSameAsIncomingPassword: false,
  };
  const profile: Plist = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: stableUuid('profile', address),
    PayloadDisplayName: address,
    PayloadDescription: `Mail of ${address}. For sending, use an app password.`,
    PayloadRemovalDisallowed: false,
    PayloadContent: [mail],
  };
  return `${HEAD}
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${plist(profile)}
</plist>
`;
}
