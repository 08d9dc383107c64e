/**
 * `admin trust preview DOMAIN`: what the domain's mail servers present now, with digests to be compared out of
 * band and the commands that add what was compared.
 */
import type { z } from 'zod';

import type { TrustPreview } from '../../functions/settings-api/trust-answers.ts';
import { plain } from './columns.ts';
import { CommandFailure, type Command } from './command.ts';
import { valueOf } from './operator-api.ts';
import { domainFrom, onlyPositional, parseParameters } from './parameters.ts';
import { entryTable } from './trust-list.ts';

type Preview = z.output<typeof TrustPreview>;
type Host = Preview['hosts'][number];
type Certificate = Host['certificates'][number];

function certificateLines(certificate: Certificate, position: number): string[] {
  const { subject, issuer, names, notBefore, notAfter, sha256Colons, spkiSha256Colons } = certificate;
  const head = position === 0 ? "the server's certificate" : `certificate ${position + 1} of the chain`;
  if (subject === null) return [`  ${head}: cannot be read`, `    SHA-256      ${sha256Colons}`];
  const shown = names
    .slice(0, 20)
    .map((name) => plain(name, 100))
    .join(', ');
  return [
    `  ${head}: ${plain(subject)}`,
    `    issued by    ${plain(issuer ?? '')}`,
    `    names        ${names.length > 20 ? `${shown} and ${names.length - 20} more` : shown}`,
    `    valid        ${notBefore ?? '?'} to ${notAfter ?? '?'}`,
    `    certificate  ${sha256Colons}`,
    `    public key   ${spkiSha256Colons ?? ''}`,
  ];
}

function hostLines({
  host,
  preference,
  address,
  tls,
  problem,
  certificates,
  detail,
  matches,
}: Host): string[] {
  const where = address === null ? '' : ` [${address}]`;
  const order = preference === null ? '' : `, preference ${preference}`;
  const session = tls === null ? '' : `, ${plain(tls.version)} ${plain(tls.cipher)}`;
  return [
    '',
    `${plain(host)}${where}${order}${session}`,
    ...(problem === null ? [] : [`  nothing presented: ${plain(problem)}`]),
    ...certificates.flatMap(certificateLines),
    ...(detail === null ? [] : [`  verdict under verify: ${plain(detail)}`]),
    ...matches.map((match) => `  matches ${match.kind} ${match.id}: ${plain(match.detail)}`),
  ];
}

/** One command per way of trusting what is presented; hosts that share a certificate share the lines. */
function addCommands(domain: string, hosts: readonly Host[]): string[] {
  const add = (digest: string, kind: string): string =>
    `npm run admin -- trust add ${domain} --kind ${kind} --sha256 ${digest}`;
  const lines = hosts.flatMap(({ certificates }) =>
    certificates.flatMap((certificate, position) => [
      ...(position > 0 ? [] : [add(certificate.sha256Colons, 'certificate')]),
      ...(position > 0 || certificate.spkiSha256Colons === null
        ? []
        : [add(certificate.spkiSha256Colons, 'public-key')]),
      ...(certificate.authority ? [add(certificate.sha256Colons, 'ca')] : []),
    ]),
  );
  return [...new Set(lines)];
}

export const trustPreview: Command = {
  name: 'trust preview',
  usage: 'DOMAIN',
  purpose: "show what a domain's mail servers present now, to be compared and added",
  async run(parameters, { api, print }) {
    const { positionals } = parseParameters(parameters, {});
    const domain = domainFrom(onlyPositional(positionals, 'the domain'));
    const preview = valueOf<Preview>(await (await api())('POST', '/v1/admin/trust/preview', { domain }));
    if (preview.hosts.length === 0) {
      throw new CommandFailure(
        `There is nothing to see: ${plain(preview.detail ?? `${domain} has no mail server`)}`,
      );
    }
    print(`${domain}, SHA-256 digests:`);
    for (const line of preview.hosts.flatMap(hostLines)) print(line);
    if (preview.entries.length > 0) {
      print('');
      print('In the trust store:');
      for (const line of entryTable(preview.entries)) print(line);
    }
    const commands = addCommands(domain, preview.hosts);
    if (commands.length === 0) return;
    print('');
    print(
      'This may have come from somebody in between. Compare a digest with the provider on another way, by',
    );
    print('telephone for example, and then add what was compared. One of:');
    for (const command of commands) print(command);
  },
};
