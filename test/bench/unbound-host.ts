/** CPU time of `unbound-host` for one validated lookup, its start and end included, as every call pays them. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Endpoint } from '../shared/dns/live/unbound.ts';

export interface UnboundHostCost {
  /** Milliseconds of one call that validates from the root to the records. */
  readonly lookup: number;
  /** Of these, what a call costs that looks nothing up. */
  readonly start: number;
}

/** The shell's own `time` counts the children, in milliseconds. */
function cpuOf(command: string, times: number): number {
  const script = `TIMEFORMAT='%U %S'; time for ((n = 0; n < ${times}; n++)); do ${command} > /dev/null; done`;
  const { status, stderr } = spawnSync('/bin/bash', ['-c', script], { encoding: 'utf8' });
  const seconds = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  if (status !== 0 || seconds.length !== 2) throw new Error(`${command}: ${stderr}`);
  return (seconds.reduce((sum, part) => sum + part, 0) * 1000) / times;
}

export async function measureUnboundHost(
  directory: string,
  anchors: string,
  resolver: Endpoint,
  questions: readonly (readonly [name: string, type: string])[],
  rounds: number,
): Promise<UnboundHostCost> {
  const [anchorFile, file] = [join(directory, 'root.ds'), join(directory, 'unbound-host.conf')];
  await writeFile(anchorFile, `${anchors}\n`);
  await writeFile(
    file,
    `server:\n  do-not-query-localhost: no\n  local-zone: "test." nodefault\n  trust-anchor-file: "${anchorFile}"\n` +
      `forward-zone:\n  name: "."\n  forward-addr: ${resolver.address}@${resolver.port}\n`,
  );
  const call = ([name, type]: readonly [string, string]) =>
    `/usr/bin/unbound-host -C ${file} -v -t ${type} ${name}`;
  let lookup = 0;
  for (const question of questions) {
    const { stdout } = spawnSync('/bin/bash', ['-c', call(question)], { encoding: 'utf8' });
    if (!stdout.includes('(secure)'))
      throw new Error(`unbound-host does not prove ${question.join(' ')}: ${stdout}`);
    lookup += cpuOf(call(question), rounds) / questions.length;
  }
  // An address needs no lookup to be refused, but all of the start.
  return { lookup, start: cpuOf(`/usr/bin/unbound-host -C ${file} -t A localhost`, rounds * 4) };
}
