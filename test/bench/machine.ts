/** On what the figures were taken. */
import { cpus, loadavg, release, totalmem, type } from 'node:os';

import { postfixVersion } from './postfix-contender.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGibibytes: number;
  readonly kernel: string;
  readonly node: string;
  readonly openSsl: string;
  /** Version; null where it is not installed. */
  readonly postfix: string | null;
  /** Of the minute before the start: what else kept the machine busy. */
  readonly load: number;
}

export async function describeMachine(): Promise<Machine> {
  const [load = NaN] = loadavg();
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release().split('-')[0] ?? ''}`,
    node: process.version,
    openSsl: process.versions.openssl,
    postfix: await postfixVersion(),
    load,
  };
}
