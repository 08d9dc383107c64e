import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import PostalMime from 'postal-mime';

import { watchTrustStore, type WatchDependencies } from '../../../functions/trust-watch/watch.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { Presented } from '../../../shared/next-hop/presented.ts';
import { isIdentifier } from '../../../shared/store/identifier.ts';
import type { HomeItem } from '../../../shared/store/queues.ts';
import type { StoredTrustEntry } from '../../../shared/store/trust-entries.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { memoryTrustEntries } from '../../doubles/trust-entries.ts';
import { daysFromNow, makeCertificate, now } from '../../shared/tls/certificate-maker.ts';
import { BANK, entryOf, host, hosts, inDays, OPERATOR, server, stranger } from './watched.ts';

/** A watch over these entries, in a world where every domain presents what `world` says. */
function openWatch(entries: readonly StoredTrustEntry[], world: Presented | (() => Promise<Presented>)) {
  const trustEntries = memoryTrustEntries();
  for (const entry of entries) trustEntries.items.set(entry.id, entry);
  const home = memoryQueue<HomeItem>();
  const observer = memoryObserver();
  const looked: string[] = [];
  const dependencies: WatchDependencies = {
    trustEntries,
    lookAt: (domain) => {
      looked.push(domain);
      return typeof world === 'function' ? world() : Promise.resolve(world);
    },
    home,
    bodies: memoryBodies(),
    observer,
    operators: [OPERATOR],
    aliasDomain: 'secure.example.org' as Domain,
  };
  return {
    trustEntries,
    home,
    observer,
    looked,
    run: (at: Date = now, more: Partial<WatchDependencies> & { hasTime?: () => boolean } = {}) =>
      watchTrustStore({ at, hasTime: more.hasTime ?? (() => true) }, { ...dependencies, ...more }),
  };
}

/** The one notice that was sent, taken apart. */
async function noticeOf(home: ReturnType<typeof openWatch>['home']) {
  const items = home.drain();
  equal(items.length, 1);
  const [item] = items;
  if (item?.kind !== 'mail' || !('inline' in item.body)) throw new Error('no small mail');
  const octets = Buffer.from(item.body.inline, 'base64');
  return { item, octets, parsed: await PostalMime.parse(octets) };
}

test('nothing found: nothing is sent, and the run says so', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', server)));
  await watch.run();
  deepEqual(watch.home.sent, []);
  deepEqual(
    watch.observer.lines.map(({ message, fields }) => [message, fields['domains'], fields['told']]),
    [['trust store watched', 1, 0]],
  );
});

test('a changed provider: one mail to the operators, from our postmaster, with what to compare', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', stranger)));
  await watch.run();
  const { item, parsed, octets } = await noticeOf(watch.home);
  ok(isIdentifier(item.id));
  deepEqual(item.recipients, [{ address: 'postmaster@secure.example.org', home: OPERATOR }]);
  deepEqual([item.sender, item.client, item.tls], ['', null, null]);
  equal(parsed.subject, 'Checked providers: 1 changed');
  equal(parsed.from?.address, 'postmaster@secure.example.org');
  const text = parsed.text ?? '';
  match(text, /mx\.bank\.example \[192\.0\.2\.25\], a mail server of bank\.example, shows a certificate/);
  match(text, /SHA-256 of its public key: ([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  match(text, /npm run admin -- trust preview bank\.example/);
  ok(
    octets
      .toString()
      .split('\r\n')
      .every((line) => line.length <= 78 && !line.includes('\n')),
  );
  match(octets.toString(), /^Auto-Submitted: auto-generated\r$/m);
  equal(watch.observer.counts.get('TrustedProviderChanged'), 1);
});

test('the same is not told every day, but counted; after seven days it is told again', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', stranger)));
  for (let days = 0; days < 8; days += 1) await watch.run(daysFromNow(days));
  equal(watch.home.sent.length, 2);
  equal(watch.observer.counts.get('TrustedProviderChanged'), 8);
});

test('a run that is repeated after a crash sends the same notice under the same identifier', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', stranger)));
  const broken = { ...watch.trustEntries, remember: () => Promise.reject(new Error('table out of reach')) };
  await rejects(watch.run(now, { trustEntries: broken }), /out of reach/);
  await watch.run();
  const [first, second] = watch.home.drain();
  deepEqual(first, second);
});

test('what could not be sent is not remembered', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', stranger)));
  watch.home.failure = new Error('queue out of reach');
  await rejects(watch.run(), /out of reach/);
  watch.home.failure = null;
  await watch.run();
  equal(watch.home.sent.length, 1);
});

test('nothing to look at is said as such, not as changed', async () => {
  const watch = openWatch([entryOf(server)], {
    kind: 'no-hosts',
    detail: 'bank.example: SERVFAIL\r\nBcc: x',
  });
  await watch.run();
  const { parsed } = await noticeOf(watch.home);
  equal(parsed.subject, 'Checked providers: 1 could not be checked');
  match(parsed.text ?? '', /Could not be checked \(nothing is known to have changed/);
  match(parsed.text ?? '', /– bank\.example: bank\.example: SERVFAIL Bcc: x\n/);
  equal((parsed.text ?? '').includes('What you can do'), false);
  deepEqual([...watch.observer.counts], [['TrustedProviderUnchecked', 1]]);
});

test('everything that a run finds is in one mail', async () => {
  const ending = { notAfter: inDays(10), note: 'till summer', domain: 'other.example' as Domain };
  const lapsed = { notAfter: inDays(-1), domain: 'old.example' as Domain };
  const entries = [
    entryOf(server),
    entryOf(stranger, 'certificate', ending),
    entryOf(stranger, 'certificate', lapsed),
    entryOf(stranger, 'public-key', { certificateNotAfter: inDays(2), domain: 'key.example' as Domain }),
  ];
  const watch = openWatch(entries, hosts(host('mx.bank.example', stranger)));
  await watch.run();
  const { parsed } = await noticeOf(watch.home);
  equal(parsed.subject, 'Checked providers: 1 changed, 3 ending');
  match(parsed.text ?? '', /other\.example: entry [0-9A-Z]{26} \("till summer"\), kind certificate, ends on/);
  match(parsed.text ?? '', /old\.example: its last entry ended on 2026-11-22/);
  match(parsed.text ?? '', /key\.example: the certificate of entry/);
  deepEqual(watch.looked.sort(), [BANK, 'key.example', 'other.example'], 'old.example needs no look');
  equal(watch.observer.counts.get('TrustEntryEnding'), 3);
});

test('a fault of ours at one provider is no verdict about it, and keeps no other from being looked at', async () => {
  const entries = ['a', 'b', 'c'].map((name) =>
    entryOf(server, 'certificate', { domain: `${name}.example` as Domain }),
  );
  let calls = 0;
  const watch = openWatch(entries, () => {
    calls += 1;
    return calls === 1
      ? Promise.reject(new Error('resolver unusable'))
      : Promise.resolve(hosts(host('mx.bank.example', stranger)));
  });
  await watch.run();
  equal(watch.observer.faults.length, 1);
  equal((await noticeOf(watch.home)).parsed.subject, 'Checked providers: 2 changed');
});

test('a run that has no time left says so, and tells what it has found', async () => {
  const entries = Array.from({ length: 20 }, (_, at) =>
    entryOf(server, 'certificate', { domain: `d${at}.example` as Domain }),
  );
  const watch = openWatch(entries, hosts(host('mx.bank.example', stranger)));
  let left = 8;
  await watch.run(now, { hasTime: () => (left -= 1) >= 0 });
  equal(watch.looked.length, 8);
  match(String(watch.observer.faults[0]?.error), /12 domains were not looked at/);
  equal((await noticeOf(watch.home)).parsed.subject, 'Checked providers: 8 changed');
});

test('without operators nobody is told, and nothing is remembered', async () => {
  const watch = openWatch([entryOf(server)], hosts(host('mx.bank.example', stranger)));
  await watch.run(now, { operators: [] });
  deepEqual(watch.home.sent, []);
  equal(watch.observer.faults.length, 1);
  deepEqual([...watch.trustEntries.items.values()][0]?.told, []);
});

test('what a stranger named a server cannot break the notice or a log line', async () => {
  const odd = makeCertificate({ subject: 'x' });
  const watch = openWatch([entryOf(server)], hosts(host('mx\r\n\r\nevil.example', odd)));
  await watch.run();
  const { parsed } = await noticeOf(watch.home);
  match(parsed.text ?? '', /– mx evil\.example \[/);
  equal(
    watch.observer.lines.some(({ fields }) => JSON.stringify(fields).includes('\\n')),
    false,
  );
});
