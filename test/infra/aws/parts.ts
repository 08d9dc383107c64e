/** Network, storage and settings for tests of a single capability. */
import { Duration, type Stack } from 'aws-cdk-lib';

import { EvidenceKey } from '../../../infra/aws/evidence-key.ts';
import { Network } from '../../../infra/aws/network.ts';
import { settingsOf, type Settings } from '../../../infra/aws/settings.ts';
import { Storage } from '../../../infra/aws/storage.ts';
import type { Sizes } from '../../../infra/aws/presets.ts';
import { configured } from './example.ts';

export interface Parts {
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
  readonly evidenceKey: EvidenceKey;
  readonly sizes: Sizes;
}

export function partsIn(stack: Stack, change: Record<string, unknown> = {}): Parts {
  const configuration = configured(change);
  const { sizes, data, name, evidenceKey } = configuration;
  const timeout = Duration.seconds(sizes.worker.timeoutSeconds);
  const storage = new Storage(stack, 'Storage', {
    data,
    timeouts: { OUTBOUND_QUEUE_URL: timeout, HOME_QUEUE_URL: timeout },
  });
  return {
    network: new Network(stack, 'Network', { natGateways: sizes.natGateways, resolver: true }),
    storage,
    evidenceKey: new EvidenceKey(stack, 'EvidenceKey', {
      stackName: name,
      ...evidenceKey,
      removalPolicy: storage.removalPolicy,
    }),
    settings: settingsOf(configuration),
    sizes,
  };
}
