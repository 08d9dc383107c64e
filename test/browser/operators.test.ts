/** The trust store in the pages, as an operator works with it: comparing, trusting, changing, removing. */
import { equal, ok } from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';

import type { Api } from '../e2e/api-client.ts';
import { ALICE, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';

const OPERATOR = 'operator@example.org';
const NEEDS = { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') };

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
/** Colons and capitals, as OpenSSL and people write it. */
const spoken = (hex: string) => (hex.toUpperCase().match(/../g) ?? []).join(':');

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly notAfter: string | null;
  readonly note: string;
}

describe('the trust store', NEEDS, () => {
  let pages: Pages;
  let alice: Api;
  let operator: Api;
  before(async () => {
    pages = await startPages();
    [alice, operator] = await Promise.all([pages.bench.as(ALICE), pages.bench.as(OPERATOR)]);
    const overrides = ['selfsigned.example', 'dane.example'].map((domain) => ({ domain, level: 'verify' }));
    const settings = { enabled: true, expert: true, level: 'encrypt', overrides, language: 'en' };
    equal((await alice('/v1/alias', { method: 'PUT', json: settings })).status, 200);
  });
  after(async () => {
    await pages.close();
  });

  /** What a provider would read out on the telephone. */
  const digestsOf = (domain: string): { certificate: string; key: string } => {
    const host = pages.bench.world.providers.get(domain)?.hosts[0];
    const { raw, publicKey } = new X509Certificate(host?.certificatePem ?? '');
    const sha256 = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');
    return { certificate: sha256(raw), key: sha256(publicKey.export({ type: 'spki', format: 'der' })) };
  };
  const entriesOf = async (domain: string): Promise<Entry[]> =>
    (await operator(`/v1/admin/trust?domain=${domain}`)).json<{ items: Entry[] }>().items;
  const stateOfMailTo = async (domain: string): Promise<string> => {
    const { deliveries } = await sendText(alice, [`bob@${domain}`], 'Under verify');
    return (await finished(alice, deliveries[0]?.id ?? '')).state;
  };

  test('a digest is compared, the key is trusted, and mail under verify goes', async () => {
    equal(await stateOfMailTo('selfsigned.example'), 'bounced');
    const { key, certificate } = digestsOf('selfsigned.example');
    const page = await pages.signIn(OPERATOR, { path: '/operators/trust' });
    await page.getByRole('link', { name: 'repinned.example' }).waitFor();
    await expectAccessible(page);

    const domain = page.getByLabel('Domain of the provider');
    const look = page.getByRole('button', { name: 'Look at its servers' });
    await domain.fill('not a domain');
    await look.click();
    await page.getByText('is not a mail domain such as bank.example').waitFor();
    equal(await domain.getAttribute('aria-invalid'), 'true');
    await domain.fill('missing.example');
    await look.click();
    await page.getByText('the domain missing.example does not exist').waitFor();
    await page.getByRole('link', { name: 'Go on all the same' }).waitFor();
    await expectAccessible(page);

    await domain.fill('bob@SelfSigned.example');
    await look.click();
    await heading(page, 'Trust for selfsigned.example').waitFor();
    await page.getByText('Nothing is trusted here yet').waitFor();
    const servers = page.getByRole('region', { name: 'What its servers show now' });
    await servers.getByText('CN=mx.selfsigned.example').first().waitFor();
    ok((await servers.textContent())?.includes(spoken(certificate)));
    await expectAccessible(page);

    const given = page.getByLabel('Paste the digest that you were given');
    await given.fill(digestsOf('good.example').key);
    await page.getByText('Not the same: no server shows this digest now.').waitFor();
    await given.fill(`SHA256: ${spoken(key).replaceAll(':', ' ').toLowerCase()}`);
    await page
      .getByText('The same. It is the key of the server’s certificate at mx.selfsigned.example.')
      .waitFor();
    equal(await page.getByRole('radio', { name: /^Public key/ }).isChecked(), true);

    // Another choice than what was compared goes no further.
    await page.getByRole('radio', { name: /^Certificate/ }).check();
    await page.getByRole('button', { name: 'Trust this …' }).click();
    await page.getByText('The digest that you pasted is not the one that you chose.').waitFor();
    equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('radio', { name: /^Public key/ }).check();

    // Who comes later has to know how it was checked; and an end that has passed is no end.
    const note = page.getByLabel('How did you check it, and with whom?');
    await note.fill(' ');
    await page.getByRole('button', { name: 'Trust this …' }).click();
    await page.getByText('Please say how you checked it').waitFor();
    equal(await note.getAttribute('aria-invalid'), 'true');
    await expectAccessible(page);
    const dialog = page.getByRole('dialog', { name: 'Trust this for selfsigned.example?' });
    equal(await dialog.count(), 0);
    await note.fill('by telephone with Ms Roe');
    const until = page.getByLabel('Trust it until');
    await until.fill('2020-01-31');
    await page.getByRole('button', { name: 'Trust this …' }).click();
    await page.getByText('This day has passed').waitFor();
    equal(await until.getAttribute('aria-invalid'), 'true');
    await page.locator('[type=date]:focus').waitFor();
    equal(await dialog.count(), 0);
    await until.fill('2030-01-31');
    const confirm = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Trust this …' }).click();
      await dialog.getByText('It is the same as the digest that you were given.').waitFor();
    };
    await screenshot(page, 'trust-compared');
    await confirm();
    await screenshot(page, 'trust-confirm');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Trust it' }).click();
    const onFile = page.getByRole('region', { name: 'On file' });
    await onFile.getByText('shown now').waitFor();
    await onFile.getByText('by telephone with Ms Roe').waitFor();
    await page.getByText('The servers show what is trusted: such mail goes out.').waitFor();
    const history = page.getByRole('region', { name: 'Who did what here' });
    await history.getByText('trusted a public key of selfsigned.example').waitFor();
    await expectAccessible(page);

    await page.setViewportSize({ width: 320, height: 800 });
    const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
    ok(widest <= 320, `${widest} pixels`);
    await page.setViewportSize({ width: 1280, height: 800 });

    const [entry] = await entriesOf('selfsigned.example');
    equal(entry?.kind, 'public-key');
    equal(await stateOfMailTo('selfsigned.example'), 'delivered');

    await page.getByRole('link', { name: 'All trusted certificates' }).click();
    const row = page.getByRole('row', { name: /selfsigned\.example/ });
    await row.getByText('shown now').waitFor();
    await page.getByRole('button', { name: 'Look at all of these now' }).click();
    await page
      .getByRole('row', { name: /repinned/ })
      .getByText('servers show something else')
      .waitFor();
    await page.getByLabel('Filter the list').fill('ms roe');
    await page.getByRole('row', { name: /repinned/ }).waitFor({ state: 'detached' });
    equal(await row.count(), 1);
    await page.context().close();
  });

  test('an entry is changed over what is saved only, and removed after one knows what that does', async () => {
    const made = await operator('/v1/admin/trust', {
      json: {
        domain: 'expired.example',
        kind: 'certificate',
        sha256: digestsOf('expired.example').certificate,
      },
    });
    const { id } = made.json<Entry>();
    const page = await pages.signIn(OPERATOR, { path: '/operators/trust/expired.example' });
    const onFile = page.getByRole('region', { name: 'On file' });
    await onFile.getByText('shown now').waitFor();

    await onFile.getByRole('button', { name: /^Change/ }).click();
    const change = page.getByRole('dialog', { name: 'Change this entry' });
    const until = change.getByLabel('Trust it until');
    await until.fill('2020-01-01');
    await change.getByRole('button', { name: 'Save' }).click();
    await change.getByText('This end has passed').waitFor();
    await expectAccessible(page);
    await until.fill('2031-03-01');
    await change.getByLabel('How it was checked').fill('mine');
    // Somebody else is quicker.
    const theirs = { method: 'PATCH', json: { note: 'theirs' } };
    equal((await operator(`/v1/admin/trust/${id}`, theirs)).status, 200);
    await change.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog', { name: 'Somebody else has changed this entry' });
    await conflict.getByRole('region', { name: 'What is saved now' }).getByText('theirs').waitFor();
    await conflict.getByRole('region', { name: 'What you want' }).getByText('mine').waitFor();
    await screenshot(page, 'trust-conflict');
    await expectAccessible(page);
    await conflict.getByRole('button', { name: 'Save mine' }).click();
    await conflict.waitFor({ state: 'detached' });
    await onFile.getByText('mine', { exact: true }).waitFor();
    equal((await entriesOf('expired.example'))[0]?.note, 'mine');

    await onFile.getByRole('button', { name: /^Remove/ }).click();
    const remove = page.getByRole('dialog', { name: 'Trust this for expired.example no more?' });
    await remove.getByText('No other entry counts.').waitFor();
    await screenshot(page, 'trust-remove');
    await expectAccessible(page);
    equal(
      (await operator(`/v1/admin/trust/${id}`, { method: 'PATCH', json: { note: 'again' } })).status,
      200,
    );
    await remove.getByRole('button', { name: 'Remove' }).click();
    await remove.getByText('do you still want to remove it?').waitFor();
    await remove.getByText('again', { exact: true }).waitFor();
    await remove.getByRole('button', { name: 'Remove' }).click();
    await onFile.getByText('There is no entry for this domain.').waitFor();
    equal((await entriesOf('expired.example')).length, 0);
    const history = page.getByRole('region', { name: 'Who did what here' });
    await history.getByText('removed the certificate of expired.example').waitFor();
    await page.context().close();
  });

  test('what no server shows yet is pasted: bad digests get their sentence, a private key goes nowhere', async () => {
    const page = await pages.signIn(OPERATOR, { path: '/operators/trust/good.example' });
    await page.getByText('Nothing is trusted here yet').waitFor();
    const submit = page.getByRole('button', { name: 'Trust this …' });
    await submit.click();
    await page.getByText('Please choose what you want to trust.').waitFor();
    await page.getByRole('radio', { name: 'Something else' }).check();
    const pasted = page.getByLabel('Certificate or public key (PEM)');
    await page.getByLabel('How did you check it, and with whom?').fill('by post');
    const dialog = page.getByRole('dialog', { name: 'Trust this for good.example?' });
    const add = async (): Promise<void> => {
      await submit.click();
      await dialog.getByRole('button', { name: 'Trust it' }).click();
      await dialog.getByText('Please compare it first').waitFor();
      await dialog.getByLabel('I have compared the digest').check();
      await dialog.getByRole('button', { name: 'Trust it' }).click();
    };
    await pasted.fill('a1'.repeat(20));
    await add();
    await page.getByText('A SHA-256 digest has 64 hexadecimal digits, this has 40').waitFor();
    equal(await pasted.getAttribute('aria-invalid'), 'true');

    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/admin/trust')) sent += 1;
    });
    await pasted.fill('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----');
    await submit.click();
    await page.getByText('This is a private key. It was not sent anywhere.').waitFor();
    equal(await dialog.count(), 0);
    equal(sent, 0);

    await page.getByLabel('What it is').selectOption('ca');
    const { certificatePem = '' } = pages.bench.world.providers.get('good.example')?.hosts[0] ?? {};
    await pasted.fill(new X509Certificate(certificatePem).toString());
    await add();
    await page.getByRole('alert').getByText('its CA flag is not set').waitFor();
    equal(await pasted.getAttribute('aria-invalid'), 'true');
    equal(sent, 1);
    await page.context().close();
  });

  test('in German, on a phone: a provider is trusted without a digest to paste', async () => {
    const page = await pages.signIn(OPERATOR, { language: 'de', width: PHONE, path: '/operators/trust' });
    await heading(page, 'Vertraute Zertifikate').waitFor();
    await page.getByLabel('Domain des Anbieters').fill('dane.example');
    await page.getByRole('button', { name: 'Seine Server ansehen' }).click();
    await heading(page, 'Vertrauen in dane.example').waitFor();
    await page.getByRole('radio', { name: /^Zertifikat/ }).check();
    await page.getByRole('button', { name: 'Diesem vertrauen …' }).click();
    await page.getByText('Bitte sage, wie du es geprüft hast').waitFor();
    await page.getByLabel('Wie hast du es geprüft, und mit wem?').fill('am Telefon mit Frau Roe');
    await page.getByRole('button', { name: 'Diesem vertrauen …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Diesem für dane.example vertrauen?' });
    await screenshot(page, 'trust-confirm-phone-de');
    await expectAccessible(page);
    await dialog.getByLabel('Ich habe den Fingerabdruck auf anderem Weg').check();
    await dialog.getByRole('button', { name: 'Vertrauen' }).click();
    const onFile = page.getByRole('region', { name: 'Eingetragen' });
    await onFile.getByText('wird jetzt gezeigt').waitFor();
    await page.getByText('hat dane.example vertraut, durch: Zertifikat').waitFor();
    const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
    ok(widest <= PHONE, `${widest} pixels`);
    await expectAccessible(page);
    equal(await stateOfMailTo('dane.example'), 'delivered');
    await page.context().close();
  });
});
