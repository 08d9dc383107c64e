/**
 * `npm run admin -- COMMAND`: the operator's commands. They work on the local system that runs on DATA_DIR;
 * where none does, on the account that the AWS SDK's own environment variables name.
 */
import { resolve } from 'node:path';

import { findRunning } from '../infra/local/running.ts';
import { dkimDnsRecord, parseDkimKeys } from '../shared/mail/dkim-keys.ts';
import { readSecret } from '../shared/store/secrets.ts';

interface Command {
  readonly name: string;
  readonly purpose: string;
  run(): Promise<void>;
}

/** A record in zone-file form (RFC 1035 section 5), long texts in strings of at most 255 octets. */
function zoneLine(name: string, strings: readonly string[]): string {
  return `${name}. 3600 IN TXT ${strings.map((part) => `"${part}"`).join(' ')}`;
}

const commands: readonly Command[] = [
  {
    name: 'dkim',
    purpose: 'print the DNS records of the DKIM keys, in zone-file form',
    async run() {
      const secret = process.env['DKIM_SECRET'];
      if (secret === undefined) {
        throw new Error(
          'No local system is running (set DATA_DIR if it is elsewhere), and DKIM_SECRET does not name a secret on AWS.',
        );
      }
      for (const key of parseDkimKeys(await readSecret(secret))) {
        const { name, strings } = dkimDnsRecord(key);
        console.log(zoneLine(name, strings));
      }
    },
  },
];

const running = await findRunning(resolve(process.env['DATA_DIR'] ?? '.data'));
if (running !== null) Object.assign(process.env, running.awsEnvironment);
const [wanted, ...rest] = process.argv.slice(2);
const command = commands.find(({ name }) => name === wanted);
if (command === undefined || rest.length > 0) {
  console.error('Usage: npm run admin -- COMMAND');
  for (const { name, purpose } of commands) console.error(`  ${name}  ${purpose}`);
  process.exit(1);
}
try {
  await command.run();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
