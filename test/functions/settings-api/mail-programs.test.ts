/**
 * Mail programs: the files are read by real parsers (Python's ElementTree and plistlib), and Thunderbird's by the rules
 * of its own reader. Nothing in them says whether a user exists, and none holds a password.
 */
import { deepEqual, doesNotMatch, equal, match, notEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import {
  appleProfile,
  outlookAddress,
  outlookFile,
  thunderbirdFile,
} from '../../../functions/settings-api/mail-program-files.ts';
import type { MailPrograms } from '../../../functions/settings-api/mail-program-settings.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { incomingServer } from '../../../shared/configuration/incoming-server.ts';
import { ALICE, ALICE_ALIAS, BOB, openHouse, verdict } from './house.ts';

const AUTOCONFIG = '/.well-known/autoconfig/mail/config-v1.1.xml';
const AUTODISCOVER = '/autodiscover/autodiscover.xml';
const PROFILE = '/v1/mail-program.mobileconfig';

const READERS = {
  xml: `
import sys, json, xml.etree.ElementTree as E
def read(e):
    return [e.tag.split('}')[-1], e.attrib, (e.text or '').strip(), [read(c) for c in e]]
print(json.dumps(read(E.fromstring(sys.stdin.buffer.read()))))`,
  plist: `
import sys, json, plistlib
print(json.dumps(plistlib.loads(sys.stdin.buffer.read(), fmt=plistlib.FMT_XML)))`,
};

function parse(kind: keyof typeof READERS, text: string | Buffer): unknown {
  return JSON.parse(execFileSync('python3', ['-c', READERS[kind]], { input: text, encoding: 'utf8' }));
}

type Element = readonly [
  tag: string,
  attributes: Readonly<Record<string, string>>,
  text: string,
  inner: readonly Element[],
];
const xml = (text: string | Buffer): Element => parse('xml', text) as Element;
const within = ([, , , inner]: Element, tag: string): readonly Element[] =>
  inner.filter(([name]) => name === tag);
const only = (element: Element, tag: string): Element => {
  const [first, second] = within(element, tag);
  if (first === undefined || second !== undefined) throw new Error(`not one <${tag}>`);
  return first;
};
const textOf = (element: Element, tag: string): string => only(element, tag)[2];

const pair = { alias: 'secure.example.org' as Domain, home: 'example.org' as Domain };
const submission = { host: 'mx.secure.example.org', submissionsPort: 465, submissionPort: 587 };
const incoming = { host: 'imap.example.org' as Domain, port: 993, implicitTls: true };

// What Thunderbird's reader (readFromXML.sys.mjs) takes for each element of a server; anything else it throws away.
const isHost = (text: string): boolean => /^[a-zA-Z0-9.-]+$/.test(text);
const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65_535;
const rules: [element: string, holds: (text: string) => boolean][] = [
  ['hostname', isHost],
  ['port', isPort],
  ['socketType', (text) => ['plain', 'SSL', 'STARTTLS'].includes(text)],
  ['authentication', (text) => ['password-cleartext', 'password-encrypted', 'OAuth2'].includes(text)],
  ['username', (text) => text.length > 0],
];
for (const implicitTls of [true, false]) {
  const root = xml(thunderbirdFile(pair, { submission, incoming: { ...incoming, implicitTls } }));
  const provider = only(root, 'emailProvider');
  const servers: [kind: string, type: string, server: Element][] = [
    ['incomingServer', 'imap', only(provider, 'incomingServer')],
    ...within(provider, 'outgoingServer').map((server): [string, string, Element] => [
      'outgoingServer',
      'smtp',
      server,
    ]),
  ];
  test(`Thunderbird takes the file, incoming ${implicitTls ? 'imaps' : 'imap'}`, () => {
    equal(root[0], 'clientConfig');
    equal(root[1]['version'], '1.1');
    equal(isHost(provider[1]['id'] ?? ''), true);
    deepEqual(
      within(provider, 'domain').map(([, , text]) => text),
      ['secure.example.org'],
    );
    equal(servers.length, 3);
    for (const [kind, type, server] of servers) {
      equal(server[1]['type'], type, kind);
      for (const [element, holds] of rules) equal(holds(textOf(server, element)), true, `${kind} ${element}`);
      notEqual(textOf(server, 'socketType'), 'plain', 'nothing is read or sent without TLS');
    }
    equal(textOf(servers[0]?.[2] ?? root, 'socketType'), implicitTls ? 'SSL' : 'STARTTLS');
    deepEqual(
      servers.map(([, , server]) => [textOf(server, 'port'), textOf(server, 'username')]),
      [
        ['993', '%EMAILLOCALPART%@example.org'],
        ['465', '%EMAILADDRESS%'],
        ['587', '%EMAILADDRESS%'],
      ],
    );
  });
}

test('the file is the same for a user, for nobody, and for the path at autoconfig.<domain>', async () => {
  const house = openHouse();
  await house.switchOn();
  const file = async (path: string, emailaddress?: string): Promise<string> => {
    const query = emailaddress === undefined ? {} : { emailaddress };
    const { status, raw, headers } = await house.ask('GET', path, { as: null, query });
    equal(status, 200);
    equal(headers['content-type'], 'text/xml; charset=utf-8');
    return raw.toString();
  };
  const first = await file(AUTOCONFIG, ALICE_ALIAS);
  equal(await file(AUTOCONFIG, 'nobody@secure.example.org'), first);
  equal(await file('/mail/config-v1.1.xml', 'Alice+Shop@SECURE.example.org'), first);
  equal(await file(AUTOCONFIG), first, 'there is one domain only');
  doesNotMatch(first, /alice/i);
});

const settings = (change: Partial<MailPrograms>): { mailPrograms: MailPrograms } => ({
  mailPrograms: { submission, incoming, reading: 'home-server', ...change },
});
const none = settings({ incoming: null, reading: 'pages' });
const two = new Map([
  ['secure.example.org' as Domain, 'example.org' as Domain],
  ['secure.example.net' as Domain, 'example.net' as Domain],
]);

const asking = (address: string) => ({
  as: null,
  body: `<?xml version="1.0"?><Autodiscover xmlns="x"><Request><EMailAddress>${address}</EMailAddress></Request></Autodiscover>`,
  headers: { 'content-type': 'text/xml' },
});
const refusals: [
  title: string,
  house: object,
  method: string,
  path: string,
  asked: object,
  expected: string,
][] = [
  ['no incoming server', none, 'GET', AUTOCONFIG, { as: null }, '404 not-found'],
  ['no incoming server', none, 'POST', AUTODISCOVER, asking(ALICE_ALIAS), '404 not-found'],
  ['no incoming server', none, 'GET', PROFILE, {}, '409 incoming-server-unknown'],
  [
    'another domain',
    {},
    'GET',
    AUTOCONFIG,
    { as: null, query: { emailaddress: 'a@other.example' } },
    '404 not-found',
  ],
  ['a home', {}, 'GET', AUTOCONFIG, { as: null, query: { emailaddress: ALICE } }, '404 not-found'],
  ['no address', {}, 'GET', AUTOCONFIG, { as: null, query: { emailaddress: 'x' } }, '404 not-found'],
  ['which of two', { domains: two }, 'GET', AUTOCONFIG, { as: null }, '404 not-found'],
  ['another domain', {}, 'POST', AUTODISCOVER, asking('a@other.example'), '404 not-found'],
  ['no address', {}, 'POST', AUTODISCOVER, asking('&evil;@secure.example.org'), '404 not-found'],
  ['too much', {}, 'POST', AUTODISCOVER, asking('x'.repeat(20_000)), '413 too-large'],
  ['nobody signed in', {}, 'GET', PROFILE, { as: null }, '401 not-signed-in'],
];
for (const [title, change, method, path, asked, expected] of refusals) {
  test(`${method} ${path}, ${title}: ${expected}`, async () => {
    equal(verdict(await openHouse(change).ask(method, path, asked)), expected);
  });
}

test('with two domains the file is that of the domain asked for', async () => {
  const query = { emailaddress: 'a@secure.example.net' };
  const { raw } = await openHouse({ domains: two }).ask('GET', AUTOCONFIG, { as: null, query });
  const provider = only(xml(raw), 'emailProvider');
  equal(provider[1]['id'], 'secure.example.net');
  equal(textOf(only(provider, 'incomingServer'), 'username'), '%EMAILLOCALPART%@example.net');
});

test('Outlook gets IMAP and SMTP with login names, whoever asks', async () => {
  const house = openHouse();
  await house.switchOn();
  const asked = async (address: string): Promise<unknown[]> => {
    const { status, raw } = await house.ask('POST', AUTODISCOVER, asking(address));
    equal(status, 200);
    const account = only(only(xml(raw), 'Response'), 'Account');
    equal(textOf(account, 'AccountType'), 'email');
    equal(textOf(account, 'Action'), 'settings');
    return within(account, 'Protocol').map((protocol) =>
      ['Type', 'Server', 'Port', 'SSL', 'Encryption', 'LoginName'].map((tag) => textOf(protocol, tag)),
    );
  };
  for (const name of ['alice', 'nobody'])
    deepEqual(await asked(`${name}@secure.example.org`), [
      ['IMAP', 'imap.example.org', '993', 'on', 'SSL', `${name}@example.org`],
      ['SMTP', 'mx.secure.example.org', '465', 'on', 'SSL', `${name}@secure.example.org`],
    ]);
});

test('an address with characters that XML knows cannot break out of the answer', () => {
  const odd = `o'"x@secure.example.org`;
  const root = xml(outlookFile(odd, pair, { submission, incoming }));
  const [, smtp] = within(only(only(root, 'Response'), 'Account'), 'Protocol');
  equal(textOf(smtp ?? root, 'LoginName'), odd);
  equal(outlookAddress('<EMailAddress>a@b</EMailAddress>'), 'a@b');
  equal(outlookAddress('<EMailAddress><b/></EMailAddress>'), null);
});

async function profileOf(home = ALICE) {
  const { status, raw, headers } = await openHouse().ask('GET', PROFILE, { as: home });
  equal(status, 200);
  equal(headers['content-type'], 'application/x-apple-aspen-config');
  match(headers['content-disposition'] ?? '', /^attachment; filename="[a-z-]+\.mobileconfig"$/);
  return parse('plist', raw) as Record<string, unknown> & { PayloadContent: Record<string, unknown>[] };
}

test("Apple's profile has the keys that Apple documents, and no password", async () => {
  const { PayloadContent, ...profile } = await profileOf();
  const uuid = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;
  const [mail] = PayloadContent;
  equal(PayloadContent.length, 1);
  for (const payload of [profile, mail ?? {}]) {
    match(String(payload['PayloadUUID']), uuid);
    equal(payload['PayloadVersion'], 1);
    match(String(payload['PayloadIdentifier']), /^org\.example\.secure\.secure-alias\./);
  }
  equal(profile['PayloadType'], 'Configuration');
  deepEqual(
    { ...mail, PayloadUUID: null, PayloadIdentifier: null },
    {
      PayloadType: 'com.apple.mail.managed',
      PayloadVersion: 1,
      PayloadIdentifier: null,
      PayloadUUID: null,
      PayloadDisplayName: ALICE_ALIAS,
      EmailAccountDescription: ALICE_ALIAS,
      EmailAccountName: 'Alice',
      EmailAccountType: 'EmailTypeIMAP',
      EmailAddress: ALICE_ALIAS,
      IncomingMailServerAuthentication: 'EmailAuthPassword',
      IncomingMailServerHostName: 'imap.example.org',
      IncomingMailServerPortNumber: 993,
      IncomingMailServerUseSSL: true,
      IncomingMailServerUsername: ALICE,
      OutgoingMailServerAuthentication: 'EmailAuthPassword',
      OutgoingMailServerHostName: 'mx.secure.example.org',
      OutgoingMailServerPortNumber: 465,
      OutgoingMailServerUseSSL: true,
      OutgoingMailServerUsername: ALICE_ALIAS,
      OutgoingPasswordSameAsIncomingPassword: false,
    },
  );
});

test('a profile that is installed again replaces the earlier one, and nobody else’s', async () => {
  const [one, again, other] = [await profileOf(), await profileOf(), await profileOf(BOB)];
  deepEqual(one, again);
  const uuids = [one, other].flatMap(({ PayloadUUID, PayloadContent }) => [
    PayloadUUID,
    PayloadContent[0]?.['PayloadUUID'],
  ]);
  equal(new Set(uuids).size, 4);
});

test('a name with characters that XML knows, or may not have, stays a name', () => {
  const owner = { address: ALICE_ALIAS, home: ALICE, name: 'A <b>&"\u0007\ud800 Ä' };
  const text = appleProfile(owner, pair, { submission, incoming });
  const { PayloadContent } = parse('plist', text) as { PayloadContent: { EmailAccountName: string }[] };
  equal(PayloadContent[0]?.EmailAccountName, 'A <b>&"\ufffd Ä');
});

test('the settings for the page say what there is and what is missing', async () => {
  const shown = async (change: object) => (await openHouse(change).ask('GET', '/v1/mail-programs')).json;
  const sending = {
    host: 'mx.secure.example.org',
    servers: [
      { port: 465, security: 'tls' },
      { port: 587, security: 'starttls' },
    ],
    users: [ALICE_ALIAS, ALICE],
  };
  deepEqual(await shown(none), {
    submission: sending,
    incoming: null,
    reading: 'pages',
    helps: { thunderbird: null, outlook: null, apple: null },
  });
  deepEqual(await shown({}), {
    submission: sending,
    incoming: { protocol: 'imap', host: 'imap.example.org', port: 993, security: 'tls', user: ALICE },
    reading: 'home-server',
    helps: { thunderbird: AUTOCONFIG, outlook: AUTODISCOVER, apple: PROFILE },
  });
});

const servers: [text: string, expected: unknown][] = [
  ['', null],
  ['imaps://imap.example.org', { ...incoming }],
  ['imaps://IMAP.example.org:1993/', { ...incoming, port: 1993 }],
  ['imap://imap.example.org', { ...incoming, port: 143, implicitTls: false }],
  ['imap.example.org', 'problem'],
  ['pop3s://imap.example.org', 'problem'],
  ['imaps://user@imap.example.org', 'problem'],
  ['imaps://imap.example.org/INBOX', 'problem'],
  ['imaps://:993', 'problem'],
];
for (const [text, expected] of servers) {
  test(`INCOMING_SERVER "${text}"`, () => {
    const reading = incomingServer.read(text);
    deepEqual('value' in reading ? reading.value : 'problem', expected);
  });
}
