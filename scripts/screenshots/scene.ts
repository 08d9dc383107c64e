/** Something to see on every page: what came in, what came back, what is set, what operators did. */
import { connectEncrypted, lines } from '../../test/e2e/mail-client.ts';
import type { Pages } from '../../test/browser/pages-system.ts';

export const ALICE = 'alice@example.org';
export const OPERATOR = 'operator@example.org';

const NEWSLETTER = lines(
  'From: "Carol of the library" <carol@good.example>',
  'To: alice@secure.example.org, "Bob" <bob@secure.example.org>',
  'Reply-To: desk@library.good.example',
  'Subject: New books in November',
  'Date: Mon, 23 Nov 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1 style="color:#225">New books</h1><p>Dear Alice, these are on the shelf for you:</p>',
  '<ul><li>The sea, the sea</li><li>A month in the country</li></ul>',
  '<p><img src="https://library.good.example/cover.png" alt="A cover" width="120" height="160"></p>',
  '<p>Renew at <a href="https://library.good.example/renew">library.good.example</a>, or see',
  '<a href="https://elsewhere.example/">https://reviews.example</a>.</p>',
  '--b',
  'Content-Type: application/pdf',
  'Content-Disposition: attachment; filename="New books in November.pdf"',
  '',
  'not really',
  '--b--',
);

/** Something to see: mail that arrived, mail that came back, a level of its own, a refused attempt, an app password. */
async function livelyMailbox(pages: Pages): Promise<void> {
  const api = await pages.bench.as(ALICE);
  const overrides = [{ domain: 'bank.example', level: 'verify' }];
  await api('/v1/alias', { method: 'PUT', json: { enabled: true, expert: true, overrides } });
  const from = 'alice@secure.example.org';
  await api('/v1/app-passwords', { json: { name: 'Thunderbird on my laptop' } });
  await api('/simulation/send', { json: { as: 'carol@plain.example', to: from, tls: 'none' } });
  for (const [to, subject] of [
    ['bob@good.example', 'Minutes of the meeting'],
    ['bob@plain.example', 'The contract'],
  ] as const)
    await api('/v1/messages', { json: { from, to: [to], subject, text: 'Hello' } });
  const client = await connectEncrypted(pages.bench.system.ports.mx, pages.bench.authority);
  await client.send('carol@good.example', [from], NEWSLETTER);
  client.close();
}

/** Something that operators did. */
async function livelyLog(pages: Pages): Promise<void> {
  const api = await pages.bench.as(OPERATOR);
  const overrides = [{ domain: 'pinned.example', level: 'verify' }];
  await api('/v1/admin/aliases/overrides', { json: { homes: [ALICE], overrides } });
  const entry = { domain: 'dane.example', kind: 'public-key', sha256: 'c5'.repeat(32) };
  const soon = new Date(Date.now() + 10 * 24 * 3_600_000).toISOString();
  const added = await api('/v1/admin/trust', { json: entry });
  const change = { note: 'by telephone with Ms Roe of dane.example', notAfter: soon };
  const { id } = added.json<{ id: string }>();
  await api(`/v1/admin/trust/${id}`, { method: 'PATCH', json: change });
}

export async function setScene(pages: Pages): Promise<void> {
  await livelyMailbox(pages);
  await livelyLog(pages);
}
