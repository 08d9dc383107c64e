/** Real Postfix on both ends: as the stranger that writes to an alias, and as the provider an alias writes to. */
import { equal, match, ok } from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { selfSigned } from '../../infra/local/internet/certificates.ts';
import { eventually, type Api } from '../e2e/api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  sendText,
  startBench,
  type Bench,
  type SentAnswer,
} from '../e2e/local-system.ts';
import { needsRoot } from './debian-packages.ts';
import { startPostfix, type Postfix } from './postfix.ts';

const skip = needsRoot('postfix');

interface Refusal {
  readonly recipient: string;
  readonly sender: string;
  readonly client: { readonly address: string; readonly helo: string };
  readonly reason: string;
}

describe('Postfix', { skip }, () => {
  let bench: Bench;
  let alice: Api;
  before(async () => {
    bench = await startBench();
    alice = await bench.as(ALICE);
    await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
  });
  after(() => bench.close());

  async function sender(level: 'may' | 'none'): Promise<Postfix> {
    return startPostfix({
      domains: ['postfix.example'],
      routes: { 'secure.example.org': `[127.0.0.1]:${bench.system.ports.mx}` },
      settings: { smtp_tls_security_level: level },
    });
  }

  test('as a sender with smtp_tls_security_level=may it delivers, and over TLS', async () => {
    const postfix = await sender('may');
    try {
      await postfix.send('carol@postfix.example', [ALICE_ALIAS], 'Subject: From Postfix\n\nHello\n.\n..\n');
      await postfix.awaitLog(/to=<alice@secure\.example\.org>.*status=sent/);
      const message = await awaitInbox(
        alice,
        ({ subject }) => subject === 'From Postfix',
        'mail from Postfix',
      );
      match(message.tls?.version ?? '', /^TLSv1\.[23]$/);
      const raw = (await alice(`/v1/messages/${message.id}/raw`)).body.toString();
      ok(raw.endsWith('\r\n\r\nHello\r\n.\r\n..\r\n'), 'the body is as it was');
    } finally {
      await postfix.stop();
    }
  });

  test('with smtp_tls_security_level=none it gets 550 5.7.1, bounces at once, and the owner sees the attempt', async () => {
    const postfix = await sender('none');
    try {
      await postfix.send('carol@postfix.example', [ALICE_ALIAS], 'Subject: In plaintext\n\nHello\n');
      const line = await postfix.awaitLog(/to=<alice@secure\.example\.org>.*status=/);
      match(line, /status=bounced .*550 5\.7\.1 /);
      const [bounce] = await postfix.awaitMessages(1);
      match(bounce?.toString() ?? '', /550 5\.7\.1 <alice@secure\.example\.org>[\s\S]*encrypted connections/);
      const refusal = await eventually('the refusal', async () => {
        const { items } = (await alice('/v1/refusals')).json<{ items: Refusal[] }>();
        return items[0];
      });
      equal(refusal.reason, 'no-tls');
      equal(refusal.sender, 'carol@postfix.example');
      equal(refusal.recipient, ALICE_ALIAS);
      equal(refusal.client.helo, 'mail.postfix.example');
    } finally {
      await postfix.stop();
    }
  });

  /** A Postfix that takes mail for `domain`, published in the simulated DNS. */
  async function recipient(domain: string, address: string, tls: boolean): Promise<Postfix> {
    bench.world.nameServer.setRecords({
      origin: domain,
      records: [
        { name: domain, type: 'MX', data: { preference: 10, exchange: `mx.${domain}` } },
        { name: `mx.${domain}`, type: 'A', data: address },
      ],
    });
    const { certificatePem, keyPem } = await selfSigned({ names: [`mx.${domain}`] });
    const folder = bench.directory;
    const file = join(folder, `${domain}.pem`);
    await writeFile(file, `${keyPem}\n${certificatePem}`);
    await chmod(file, 0o600);
    return startPostfix({
      listen: `${address}:${bench.world.smtpPort}`,
      domains: [domain],
      settings: tls
        ? { smtpd_tls_security_level: 'may', smtpd_tls_chain_files: file }
        : { smtpd_tls_security_level: 'none' },
    });
  }

  test('as a recipient with TLS it gets, byte for byte, what was submitted behind the added trace headers', async () => {
    const postfix = await recipient('real.example', '127.10.77.1', true);
    try {
      const message = [
        `From: Alice <${ALICE_ALIAS}>`,
        'To: bob@real.example',
        'Subject: Every octet',
        'Date: Mon, 23 Nov 2026 10:00:00 +0000',
        'Message-ID: <every-octet@secure.example.org>',
        'X-Folded: one',
        '\ttwo',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: 8bit',
        '',
        '.a dot',
        '..two dots',
        '.',
        'trailing blanks  \t',
        'From the start of a line',
        'Grüße',
        'x'.repeat(990),
        '',
        '',
      ].join('\r\n');
      const answer = await alice('/v1/messages', {
        body: Buffer.from(message),
        headers: { 'content-type': 'message/rfc822' },
      });
      equal(answer.status, 202, answer.body.toString());
      const [order] = answer.json<SentAnswer>().deliveries;
      const delivery = await finished(alice, order?.id ?? '');
      equal(delivery.state, 'delivered', JSON.stringify(delivery.attempts));
      const [kept] = await postfix.awaitMessages(1);
      ok(kept);
      // A Maildir file has Unix line ends; nothing else is different.
      const original = Buffer.from(message.replaceAll('\r\n', '\n'));
      const trace = kept.subarray(0, kept.length - original.length).toString();
      ok(kept.subarray(kept.length - original.length).equals(original), 'the message as submitted');
      match(trace, /DKIM-Signature: v=1;[\s\S]*$/);
      match(trace, /with ESMTPS/);
    } finally {
      await postfix.stop();
    }
  });

  test('as a recipient without TLS the message comes back, and Postfix has seen none of it', async () => {
    const postfix = await recipient('unreal.example', '127.10.77.2', false);
    try {
      const sent = await sendText(alice, ['bob@unreal.example'], 'To Postfix without TLS');
      const delivery = await finished(alice, sent.deliveries[0]?.id ?? '');
      equal(delivery.state, 'bounced');
      equal(delivery.recipients[0]?.reason, 'starttls-not-supported');
      await awaitInbox(
        alice,
        ({ kind, subject }) => kind === 'failure-notice' && subject === 'Not sent: To Postfix without TLS',
        'the notice',
      );
      await postfix.awaitLog(/disconnect from .* ehlo=1 /);
      ok(!(await postfix.log()).includes('bob@unreal.example'), 'no RCPT was sent');
    } finally {
      await postfix.stop();
    }
  });
});
