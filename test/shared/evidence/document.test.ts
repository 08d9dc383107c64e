/** The document for people: what it says in both languages, that it is safe to open, and that changes are noticed. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { before, test } from 'node:test';

import { tellEvidence } from '../../../shared/evidence/account.ts';
import type { EvidenceClaims } from '../../../shared/evidence/claims.ts';
import { compareDocument, readDocument, renderDocument } from '../../../shared/evidence/document.ts';
import type { Delivery } from '../../../shared/store/delivery.ts';
import { memoryEvidenceSigner } from '../../doubles/evidence-key.ts';
import { bouncedFor, cameBack, claimsOf, deliveredTo, ended, MET, RECEIPT } from './ended.ts';

const signer = memoryEvidenceSigner();
const claims = claimsOf(ended());
let jws: string;
before(async () => {
  jws = await signer.sign(claims);
});

function textOf(of: EvidenceClaims, language: 'en' | 'de'): string {
  const { title, sections, meaning } = tellEvidence(of, 'key', language);
  const told = [...sections, meaning].flatMap(({ heading, paragraphs, rows }) => [
    heading,
    ...paragraphs,
    ...rows.map(([label, value]) => `${label}: ${value}`),
  ]);
  return [title, ...told].join('\n');
}

const trusted = { ...RECEIPT, dane: null, trust: { id: 'E1', kind: 'certificate' as const } };
const sts = { ...RECEIPT, dane: null, sts: { mode: 'enforce' as const, id: '7', mx: '*.good.example' } };
const rejected = cameBack({
  recipients: [
    bouncedFor('bob@plain.example', 'recipient-refused', { detail: '550 5.1.1 no\u001b[2J such "user"' }),
  ],
});
const mixed = ended({
  state: 'mixed',
  recipients: [deliveredTo('bob@good.example'), bouncedFor('eve@good.example', 'recipient-refused')],
});
const sayings: [title: string, delivery: Delivery, english: RegExp, german: RegExp][] = [
  [
    'DANE',
    ended(),
    /Delivered to mx\.good\.example over TLS 1\.3\. Its certificate matched the DNSSEC-signed TLSA record "3 1 1 bb/,
    /An mx\.good\.example über TLS 1\.3 zugestellt\. Sein Zertifikat passte zum DNSSEC-signierten TLSA-Eintrag „3 1 1 bb/,
  ],
  [
    'trust store',
    ended({ receipt: trusted }),
    /checked for good\.example \(entry E1\)/,
    /geprüft hatten \(Eintrag E1\)/,
  ],
  [
    'MTA-STS',
    ended({ receipt: sts }),
    /MTA-STS policy of good\.example/,
    /MTA-STS-Richtlinie von good\.example/,
  ],
  [
    'encryption alone',
    ended({ receipt: { ...RECEIPT, dane: null } }),
    /right server was not proved/,
    /hat sein Zertifikat nicht nachgewiesen/,
  ],
  [
    'REQUIRETLS',
    ended({ receipt: { ...RECEIPT, requireTls: true } }),
    /REQUIRETLS, RFC 8689/,
    /REQUIRETLS, RFC 8689/,
  ],
  [
    'came back',
    cameBack(),
    /came back, not sent\n[^]*Nothing of the message[^]*does not offer encrypted connections[^]*Setting: Encrypted connection \(encrypt\), the sender's default/,
    /zurückgekommen, nicht gesendet\n[^]*Nichts von der Nachricht[^]*Einstellung: Verschlüsselte Verbindung \(encrypt\), Voreinstellung/,
  ],
  [
    'refused, in their words',
    rejected,
    /refused the message: "550 5\.1\.1 no \[2J such/,
    /lehnte die Nachricht ab/,
  ],
  [
    'each recipient',
    mixed,
    /to some recipients[^]*bob@good\.example: Delivered to[^]*RelayAcceptance[^]*eve@good\.example: Not delivered[^]*RelayRejection/,
    /an manche Empfänger/,
  ],
  [
    'inside',
    ended({ receipt: null, attempts: [{ ...MET, host: null, address: null }] }),
    /without leaving the issuer’s servers/,
    /ohne die Server des Ausstellers zu verlassen/,
  ],
];
for (const [title, delivery, english, german] of sayings) {
  test(`in words: ${title}`, () => {
    const of = claimsOf(delivery);
    match(textOf(of, 'en'), english);
    match(textOf(of, 'de'), german);
    match(textOf(of, 'en'), /not evidence of a qualified electronic registered delivery service/);
    match(textOf(of, 'de'), /kein Nachweis eines qualifizierten Dienstes/);
  });
}

test('the document has the whole JWS in it, and it comes out again', () => {
  for (const language of ['en', 'de'] as const) {
    const html = renderDocument(claims, jws, language);
    deepEqual(readDocument(html), { kind: 'document', jws, html });
    match(html, new RegExp(`<html lang="${language}">`));
    equal(compareDocument(html, claims, jws), 'same');
    equal(compareDocument(html.replaceAll('\n', '\r\n'), claims, jws), 'same');
  }
  deepEqual(readDocument(` ${jws}\n`), { kind: 'jws', jws });
  deepEqual(readDocument(JSON.stringify({ jws, claims })), { kind: 'jws', jws });
});

test('it loads, runs and links to nothing', () => {
  const html = renderDocument(claims, jws, 'en');
  doesNotMatch(html, /<script|<link|<img|<a |<form|<iframe|\son[a-z]+=|url\(|@import|src=|href=/i);
});

test('hostile words of other servers are text, and cannot turn the reading direction', async () => {
  const evil = '<script>alert(1)</script><pre id="evidence">x</pre>"\' & \u202Egro.live\u2066';
  const delivery = ended({
    subject: evil,
    headerMessageId: `<${evil}@x>`,
    recipients: [{ ...deliveredTo('bob\u202E@good.example'), detail: evil }],
    receipt: { ...RECEIPT, host: 'mx<b>', reply: evil },
    attempts: [{ ...MET, detail: evil, smtp: { code: 250, status: null, text: evil } }],
  });
  const of = claimsOf(delivery);
  const signed = await signer.sign(of);
  const html = renderDocument(of, signed, 'en');
  doesNotMatch(html, /<script|<b>|[\u202a-\u202e\u2066-\u2069]/);
  match(html, /bob\[U\+202E\]@good\.example/);
  deepEqual(readDocument(html), { kind: 'document', jws: signed, html });
});

test('how to check it: the page of the issuer first, then without it, and which file is the message', () => {
  for (const language of ['en', 'de'] as const) {
    const html = renderDocument(claims, jws, language);
    match(
      html,
      new RegExp(`${claims.iss}/verify\\b[^]*${claims.iss}/v1/evidence-keys[^]*verify-receipt[^]*--message`),
    );
    match(
      html,
      language === 'en'
        ? /“Sent” is the message as handed in/
        : /„Gesendet“ speichert, ist die Nachricht, wie übergeben/,
    );
  }
});

test('a document that was changed is told from one of another edition', () => {
  const html = renderDocument(claims, jws, 'en');
  equal(compareDocument(html.replace('bob@good.example', 'eve@good.example'), claims, jws), 'altered');
  equal(compareDocument(html.replace('</main>', '<p>And more.</p></main>'), claims, jws), 'altered');
  const later = html.replace(/evidence document \d+/, 'evidence document 99');
  equal(compareDocument(later, claims, jws), 'other-edition');
});

test('several signed parts, or none, are not read as one', () => {
  const html = renderDocument(claims, jws, 'en');
  const block = /<pre[^]*?<\/pre>/.exec(html)?.[0] ?? '';
  deepEqual(readDocument(html.replace(block, block + block)), { kind: 'neither', blocks: 2 });
  deepEqual(readDocument(html.replace(block, '')), { kind: 'neither', blocks: 0 });
  deepEqual(readDocument('{"claims":{}}'), { kind: 'neither', blocks: 0 });
  ok(block.includes(jws));
});
