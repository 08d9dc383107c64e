/**
 * What the operators of the simulated world had checked by hand before a newcomer came: the certificate of
 * pinned.example as it is, and one of repinned.example that its server no longer has. So the level `verify`
 * can be tried at once, with a provider that passes and one that does not.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';

import type { HomeAddress } from '../../shared/address/alias.ts';
import { parseDomain } from '../../shared/address/domain.ts';
import { trustEntryStore } from '../../shared/store/trust-entries.ts';
import type { SimulatedInternet } from './internet/simulation.ts';
import { readIfThere, writeWhole } from './whole-files.ts';

const sha256 = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');

/** In the data directory from then on. */
const MARKER = 'trust-seeded';

/**
 * Adds them, once in the life of a data directory: what an operator removes after stays away. Does nothing where
 * there is no operator who could have checked it.
 */
export async function seedTrust(
  table: string,
  simulation: Pick<SimulatedInternet, 'providers'>,
  operator: HomeAddress | undefined,
  dataDirectory: string,
): Promise<void> {
  if (operator === undefined) return;
  const marker = join(dataDirectory, MARKER);
  if ((await readIfThere(marker)) !== null) return;
  const store = trustEntryStore(table);
  const entries = [
    { name: 'pinned.example', digest: sha256, note: 'compared by telephone with its operators' },
    {
      name: 'repinned.example',
      // Stands for the certificate that it had then.
      digest: (der: Buffer) => sha256(Buffer.concat([Buffer.from('before'), der])),
      note: 'compared by telephone with its operators; it has changed since',
    },
  ];
  for (const { name, digest, note } of entries) {
    const domain = parseDomain(name);
    const [host] = simulation.providers.get(name)?.hosts ?? [];
    if (domain === null || host === undefined) continue;
    if ((await store.entriesFor(domain)).length > 0) continue;
    const { raw } = new X509Certificate(host.certificatePem);
    await store.add(
      {
        domain,
        kind: 'certificate',
        sha256: digest(raw),
        pem: null,
        note,
        notAfter: null,
        certificateNotAfter: null,
      },
      operator,
      new Date(),
    );
  }
  await writeWhole(marker, '');
}
