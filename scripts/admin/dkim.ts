/** `admin dkim`: the DNS records of the DKIM keys, of the local system or of the account on AWS. */
import { resolve } from 'node:path';

import { findRunning } from '../../infra/local/running.ts';
import { dkimDnsRecord, parseDkimKeys } from '../../shared/mail/dkim-keys.ts';
import { readSecret } from '../../shared/store/secrets.ts';
import { CommandFailure, UsageError, type Command } from './command.ts';

/** A record in zone-file form (RFC 1035 section 5), long texts in strings of at most 255 octets. */
function zoneLine(name: string, strings: readonly string[]): string {
  return `${name}. 3600 IN TXT ${strings.map((part) => `"${part}"`).join(' ')}`;
}

export const dkim: Command = {
  name: 'dkim',
  usage: '',
  purpose: 'print the DNS records of the DKIM keys, in zone-file form',
  async run(parameters, { print }) {
    if (parameters.length > 0) throw new UsageError('dkim takes no parameters');
    const running = await findRunning(resolve(process.env['DATA_DIR'] ?? '.data'));
    if (running !== null) Object.assign(process.env, running.awsEnvironment);
    const secret = process.env['DKIM_SECRET'];
    if (secret === undefined) {
      throw new CommandFailure(
        'No local system is running (set DATA_DIR if it is elsewhere), and DKIM_SECRET does not name a secret on AWS.',
      );
    }
    for (const key of parseDkimKeys(await readSecret(secret))) {
      const { name, strings } = dkimDnsRecord(key);
      print(zoneLine(name, strings));
    }
  },
};
