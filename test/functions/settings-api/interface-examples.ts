/** Requests and answers as the description of the outside interface shows them: others build on these shapes. */
import { ALICE, ALICE_ALIAS } from './house.ts';

const ID = '01KAQ3Y8M4T0Z5N6R7S8V9W1X2';
const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
const RECEIPT = {
  at: '2026-11-23T10:00:02Z',
  host: 'mx.good.example',
  address: '192.0.2.1',
  level: 'dane-only',
  tls: TLS,
  certificate: {
    sha256: 'aa',
    spkiSha256: 'bb',
    subject: 'CN=a',
    issuer: 'CN=b',
    notAfter: '2027-01-01T00:00:00Z',
  },
  dane: { base: '_25._tcp.mx.good.example', record: '3 1 1 aa', secure: true },
  trust: null,
  requireTls: true,
  reply: '250 2.0.0 ok',
};

const TRUST_ENTRY = {
  id: ID,
  domain: 'bank.example',
  kind: 'certificate',
  sha256: 'aa'.repeat(32),
  pem: null,
  note: '…',
  notAfter: null,
  certificateNotAfter: '2027-01-01T00:00:00Z',
  ended: false,
  warnings: [],
  addedBy: 'operator@example.org',
  addedAt: '2026-11-23T10:00:00Z',
  changedBy: null,
  changedAt: null,
  etag: '"1-x"',
};

/** The requests that the interface description shows, with its dots filled in. */
export const requests: [method: string, path: string, body: unknown][] = [
  ['PUT', '/v1/alias', { enabled: true, expert: true, level: 'dane-only', overrides: [] }],
  ['POST', '/v1/app-passwords', { name: 'Thunderbird' }],
  ['PATCH', '/v1/messages/{id}', { unread: false }],
  ['POST', '/v1/checks', { recipient: 'bob@bank.example' }],
  [
    'POST',
    '/v1/messages',
    {
      from: ALICE_ALIAS,
      to: ['bob@good.example'],
      cc: [],
      bcc: [],
      subject: '…',
      text: '…',
      html: '…',
      attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content: 'QkFTRTY0' }],
      inReplyTo: '<1@good.example>',
    },
  ],
  [
    'POST',
    '/v1/admin/trust',
    { domain: 'bank.example', kind: 'certificate', pem: '-----BEGIN …', note: '…', notAfter: null },
  ],
  [
    'POST',
    '/v1/admin/trust',
    { domain: 'bank.example', kind: 'public-key', sha256: '…', note: '…', notAfter: null },
  ],
  ['PATCH', '/v1/admin/trust/{id}', { note: '…', notAfter: null }],
  ['POST', '/v1/admin/trust/preview', { domain: 'bank.example' }],
  [
    'POST',
    '/v1/admin/aliases/overrides',
    { homes: ['alice@example.org'], overrides: [{ domain: 'bank.example', level: 'verify' }] },
  ],
  [
    'POST',
    '/v1/admin/aliases/overrides',
    { homes: null, overrides: [{ domain: 'bank.example', level: 'verify' }] },
  ],
];

/** The answers that it shows. */
export const answers: [method: string, path: string, status: string, body: unknown][] = [
  [
    'GET',
    '/v1/alias',
    '200',
    {
      address: ALICE_ALIAS,
      home: ALICE,
      enabled: true,
      expert: false,
      level: 'encrypt',
      overrides: [{ domain: 'bank.example', level: 'verify' }],
      language: 'en',
      updatedAt: '2026-11-23T10:00:00Z',
    },
  ],
  ['GET', '/v1/identities', '200', { identities: [{ address: ALICE_ALIAS, name: 'Alice' }] }],
  ['GET', '/v1/identities', '200', { identities: [] }],
  [
    'POST',
    '/v1/app-passwords',
    '201',
    { id: 'x', name: 'Thunderbird', password: 'shown once', createdAt: '2026-11-23T10:00:00Z' },
  ],
  [
    'GET',
    '/v1/app-passwords',
    '200',
    { items: [{ id: 'x', name: 'Thunderbird', createdAt: '2026-11-23T10:00:00Z', lastUsedAt: null }] },
  ],
  [
    'POST',
    '/v1/messages',
    '202',
    {
      id: ID,
      messageId: '<1@secure.example.org>',
      deliveries: [{ id: ID, domain: 'good.example', recipients: ['bob@good.example'], level: 'encrypt' }],
    },
  ],
  [
    'GET',
    '/v1/messages',
    '200',
    {
      items: [
        {
          id: ID,
          folder: 'inbox',
          from: 'bob@good.example',
          to: [ALICE_ALIAS],
          subject: '…',
          receivedAt: '2026-11-23T10:00:00Z',
          size: 1,
          tls: TLS,
          kind: 'failure-notice',
          deliveryId: ID,
          unread: true,
        },
      ],
      next: null,
    },
  ],
  [
    'GET',
    '/v1/deliveries/{id}',
    '200',
    {
      id: ID,
      messageId: '<1@secure.example.org>',
      subject: '…',
      recipients: [
        { address: 'bob@good.example', state: 'delivered', status: '2.0.0', reason: null, detail: null },
      ],
      domain: 'good.example',
      level: 'dane-only',
      sentId: ID,
      state: 'mixed',
      phase: 'finished',
      noticeId: null,
      createdAt: '2026-11-23T10:00:00Z',
      finishedAt: '2026-11-23T10:00:00Z',
      nextAttemptAt: null,
      attempts: [
        {
          at: '2026-11-23T10:00:00Z',
          host: 'mx.good.example',
          address: '192.0.2.1',
          outcome: 'policy',
          reason: 'starttls-not-supported',
          detail: 'one plain sentence',
          smtp: { code: 454, status: '4.7.0', text: '…' },
          tls: null,
        },
      ],
      receipt: RECEIPT,
    },
  ],
  [
    'GET',
    '/v1/refusals',
    '200',
    {
      items: [
        {
          at: '2026-11-23T10:00:00Z',
          firstAt: '2026-11-23T10:00:00Z',
          count: 1,
          recipient: ALICE_ALIAS,
          sender: 'carol@plain.example',
          client: { address: '192.0.2.7', helo: 'mail.plain.example' },
          reason: 'tls-too-old',
        },
      ],
      next: null,
    },
  ],
  [
    'POST',
    '/v1/checks',
    '200',
    {
      domain: 'bank.example',
      levels: {
        encrypt: { verdict: 'met', reason: null, detail: '…' },
        'dane-only': { verdict: 'policy', reason: 'dane-required', detail: '…' },
        verify: { verdict: 'temporary', reason: null, detail: '…' },
      },
      hosts: [
        {
          host: 'mx.bank.example',
          preference: 10,
          addresses: ['192.0.2.1'],
          dnssec: { mx: 'secure', address: 'insecure', tlsa: 'bogus' },
          starttls: true,
          tls: TLS,
          certificate: RECEIPT.certificate,
          tlsa: ['3 1 1 aa'],
          requireTls: false,
        },
      ],
    },
  ],
  ['POST', '/v1/admin/trust', '201', TRUST_ENTRY],
  ['GET', '/v1/admin/trust', '200', { items: [TRUST_ENTRY], next: null }],
  ['PATCH', '/v1/admin/trust/{id}', '200', TRUST_ENTRY],
  ['GET', '/v1/me', '200', { home: ALICE, name: 'Alice', operator: false, language: 'en' }],
  [
    'GET',
    '/v1/mail-programs',
    '200',
    {
      submission: {
        host: 'mx.secure.example.org',
        servers: [{ port: 465, security: 'tls' }],
        users: [ALICE_ALIAS, ALICE],
      },
      incoming: {
        protocol: 'imap',
        host: 'imap.example.org',
        port: 993,
        security: 'tls',
        user: ALICE,
      },
      reading: 'home-server',
      helps: { thunderbird: '/x', outlook: '/x', apple: '/x' },
    },
  ],
  ['GET', '/v1/admin/actions', '200', { items: [], next: null }],
  ['GET', '/healthz', '200', { status: 'ok' }],
];
