/** What `npm start` prints before `ready`: whom one can be, where everything listens, and what to try. */
import type { LocalSystem } from './local-system.ts';

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/** As one word of a shell command. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `dataDirectory` as the person would type it. */
export function composeBanner(system: LocalSystem, dataDirectory: string, listenAddress: string): string {
  const { ports, origin, users, aliases, simulation } = system;
  const withAlias = users.filter((user) => aliases.has(user.email));
  const email = (withAlias.find(({ operator }) => !operator) ?? withAlias[0])?.email ?? '';
  const elsewhere = dataDirectory === '.data' ? '' : `DATA_DIR=${quoted(dataDirectory)} `;
  const token = `$(${elsewhere}npm run -s token -- ${quoted(email)})`;
  const call = `curl -sS -w '\\n' --cacert ${quoted(`${dataDirectory}/ca.pem`)} -H "Authorization: Bearer ${token}"`;
  const body = (value: object): string =>
    `-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(value))}`;
  const message = (to: string, subject: string): string =>
    `${call} ${body({ from: aliases.get(email), to: [to], subject, text: 'Hello' })} ${origin}/v1/messages`;
  const world =
    simulation === null
      ? ['Mail goes to the real internet (--internet).']
      : [
          'The simulated internet (write to any address at):',
          ...columns([...simulation.providers].map(([domain, { description }]) => [domain, description])),
        ];
  return [
    'Secure Alias, the whole system on this machine',
    '',
    `Open ${origin}/ in a browser and sign in as one of these.`,
    `(Its certificate comes from ${dataDirectory}/ca.pem: import that, or go on past the warning.)`,
    '',
    'Users (home address, password):',
    ...columns(
      users.map(({ email: home, password, operator }) => [
        home,
        `${password}${operator ? '  (operator)' : ''}`,
      ]),
    ),
    '',
    'Listening:',
    ...columns([
      ['HTTPS (pages, API, sign-in)', origin],
      ['SMTP, mail in (MX)', `${listenAddress}:${ports.mx}`],
      [
        'SMTP, submission',
        `${listenAddress}:${ports.submissions} (TLS), ${listenAddress}:${ports.submission} (STARTTLS)`,
      ],
      ['authority of the certificates', `${dataDirectory}/ca.pem`],
      ['log of the functions', system.logFile],
    ]),
    '',
    ...world,
    '',
    'To try, in another terminal in this folder:',
    '1. Switch the secure address on, and send a message that arrives:',
    `${call} -X PUT ${body({ enabled: true })} ${origin}/v1/alias && ${message('bob@good.example', 'One that arrives')}`,
    '2. Send one that comes back:',
    message('bob@plain.example', 'One that comes back'),
    '3. Read the inbox:',
    `${call} '${origin}/v1/messages?folder=inbox'`,
    '',
  ].join('\n');
}
