import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { PublishedZones } from '../../../../infra/local/internet/published-zones.ts';
import { loadOrCreateZoneKeys, trustAnchorLine } from '../../../../infra/local/internet/zone-keys.ts';
import type { ZoneKeys } from '../../../../infra/local/internet/zone-keys.ts';
import { resolve } from '../../../../infra/local/internet/zones.ts';

describe('zone keys', () => {
  test('are the same after a restart, and others in another world', async () => {
    const directories = await Promise.all([1, 2].map(() => mkdtemp(path.join(tmpdir(), 'zone-keys-'))));
    try {
      const [directory = '', other = ''] = directories;
      const tags = (keys: ZoneKeys): string[] =>
        ['', 'example', 'A.example.'].map((zone) => keys.keyOf(zone).ds.data.digest.toString('hex'));
      const first = await loadOrCreateZoneKeys(directory);
      const second = await loadOrCreateZoneKeys(directory);
      assert.deepEqual(tags(second), tags(first));
      assert.equal(trustAnchorLine(second.keyOf('')), trustAnchorLine(first.keyOf('')));
      assert.equal(new Set([...tags(first), ...tags(await loadOrCreateZoneKeys(other))]).size, 6);
      const { mode } = await stat(path.join(directory, 'root-zone-key.pem'));
      assert.equal(mode & 0o777, 0o600);
    } finally {
      for (const directory of directories) await rm(directory, { recursive: true });
    }
  });
});

describe('signatures over time', () => {
  test('are an hour old, last thirty days, and are renewed every day', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'zone-keys-'));
    try {
      let now = new Date('2026-11-24T12:00:00Z');
      const zones = new PublishedZones({ keys: await loadOrCreateZoneKeys(directory), now: () => now });
      const window = (): string[] => {
        const found = resolve(zones.table, { name: '.', type: 'SOA' }, { dnssec: true });
        assert.equal(found.kind, 'answered');
        return found.answers
          .filter((record) => record.type === 'RRSIG')
          .flatMap(({ data }) => [data.inception, data.expiration])
          .map((seconds) => new Date(seconds * 1000).toISOString());
      };
      const expected = ['2026-11-24T11:00:00.000Z', '2026-12-24T12:00:00.000Z'];
      assert.deepEqual(window(), expected);
      now = new Date('2026-11-25T11:00:00Z');
      assert.deepEqual(window(), expected);
      now = new Date('2026-11-25T13:00:00Z');
      assert.deepEqual(window(), ['2026-11-25T12:00:00.000Z', '2026-12-25T13:00:00.000Z']);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
