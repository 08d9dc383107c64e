/** The real store modules on the embedded stand-ins, for one test file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startEmbeddedAws } from '../../../infra/local/aws/embedded-aws.ts';
import { createResources } from '../../../infra/local/aws/resources.ts';

export interface EmbeddedStores {
  /** Table, bucket, queue and secret names by their environment variables. */
  readonly names: Readonly<Record<string, string>>;
  name(variable: string): string;
  close(): Promise<void>;
}

/** Starts the services and points the AWS SDK of this process at them. */
export async function startEmbeddedStores(): Promise<EmbeddedStores> {
  const directory = await mkdtemp(join(tmpdir(), 'stores-'));
  const aws = await startEmbeddedAws({ dataDirectory: directory });
  Object.assign(process.env, aws.environment);
  const names = await createResources(aws.environment, {});
  return {
    names,
    name: (variable) => names[variable] ?? '',
    async close() {
      await aws.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
