/** A report as mail: RFC 8460 section 5.3, read back by another implementation of MIME. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { isAscii } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';

import PostalMime from 'postal-mime';

import { generateDkimKeys } from '../../../shared/mail/dkim-keys.ts';
import { signDkim } from '../../../shared/mail/dkim-signature.ts';
import { fieldsNamed, readHeaderSection } from '../../../shared/mail/header-section.ts';
import { composeReportMail, reportFilename } from '../../../shared/tls-reporting/report-mail.ts';

const subject = {
  domain: 'good.example',
  day: '2026-11-24',
  submitter: 'secure.example.org',
  organization: 'example.org',
  contact: 'postmaster@secure.example.org',
};
const json = JSON.stringify({
  'organization-name': 'example.org',
  filler: randomBytes(3000).toString('hex'),
});
const compose = (more: object = {}): Buffer =>
  composeReportMail({
    subject: { ...subject, ...more },
    from: subject.contact,
    to: ['tls-reports@good.example', 'second@receiver.example'],
    messageId: '<1@secure.example.org>',
    date: new Date('2026-11-25T02:03:04Z'),
    gzip: gzipSync(json),
  });

test('header and parts are those of a TLS report', async () => {
  const octets = compose();
  const parsed = await PostalMime.parse(octets);
  equal(
    parsed.subject,
    'Report Domain: good.example Submitter: secure.example.org Report-ID: <20261124.good.example@secure.example.org>',
  );
  equal(parsed.from?.address, 'postmaster@secure.example.org');
  deepEqual(
    parsed.to?.map(({ address }) => address),
    ['tls-reports@good.example', 'second@receiver.example'],
  );
  const field = (name: string): string | undefined => parsed.headers.find(({ key }) => key === name)?.value;
  equal(field('tls-report-domain'), 'good.example');
  equal(field('tls-report-submitter'), 'secure.example.org');
  equal(field('auto-submitted'), 'auto-generated');
  equal(field('tls-required'), undefined);
  match(field('content-type') ?? '', /^multipart\/report; report-type="tlsrpt";/);
  match(parsed.text ?? '', /good\.example on 2026-11-24/);
  const [attachment] = parsed.attachments;
  equal(parsed.attachments.length, 1);
  equal(attachment?.mimeType, 'application/tlsrpt+gzip');
  equal(attachment.filename, 'secure.example.org!good.example!1795478400!1795564799.json.gz');
  ok(attachment.content instanceof ArrayBuffer);
  equal(gunzipSync(Buffer.from(attachment.content)).toString(), json);
});

test('lines are short, in ASCII and end in CRLF, for the longest domains, too', () => {
  const label = 'x'.repeat(60);
  const octets = compose({
    domain: `${label}.${label}.${label}.${label}.ab`,
    submitter: `${label}.${label}.${label}.cd`,
  });
  ok(isAscii(octets));
  const lines = octets.toString().split('\r\n');
  ok(lines.every((line) => line.length <= 998 && !/[\r\n]/.test(line)));
});

test('the name of the file', () => {
  equal(reportFilename(subject), 'secure.example.org!good.example!1795478400!1795564799.json.gz');
});

test('the DKIM signature covers what receivers filter by', () => {
  const octets = compose();
  const signature = signDkim(octets, generateDkimKeys('secure.example.org', new Date()), new Date());
  const signed = Buffer.concat([Buffer.from(signature), octets]);
  const section = readHeaderSection(signed, signed.length);
  if (section.kind === 'fault') throw new Error(section.detail);
  const signatures = fieldsNamed(section, 'DKIM-Signature').map(({ value }) => value.replaceAll(/\s/g, ''));
  ok(signatures.length > 0);
  for (const value of signatures) {
    match(value, /:TLS-Report-Domain:TLS-Report-Domain:TLS-Report-Submitter:TLS-Report-Submitter;/);
    ok(!/;l=/.test(value));
  }
});
