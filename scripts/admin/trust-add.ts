/**
 * `admin trust add DOMAIN`: one certificate, public key or private authority, from a PEM file or by its digest.
 * It is read here before it is sent, so that a private key picked by mistake does not leave the machine.
 */
import { readTrustMaterial } from '../../shared/tls/trust-material.ts';
import type { TrustKind } from '../../shared/tls/trust.ts';
import { CommandFailure, UsageError, type Command } from './command.ts';
import { valueOf } from './operator-api.ts';
import { domainFrom, endFrom, kindFrom, onlyPositional, parseParameters } from './parameters.ts';
import { entryTable, type Entry } from './trust-list.ts';

/** What a file most likely is meant as, where --kind does not say: a key as a key, else the certificate. */
function kindOf(kind: string | undefined, pem: string | undefined): TrustKind {
  if (kind !== undefined) return kindFrom(kind);
  if (pem === undefined) {
    throw new UsageError('--kind is missing: a digest does not say what it is of');
  }
  return pem.includes('-----BEGIN PUBLIC KEY-----') ? 'public-key' : 'certificate';
}

export const trustAdd: Command = {
  name: 'trust add',
  usage: 'DOMAIN (--pem FILE | --sha256 HEX) [--kind certificate|public-key|ca] [--note TEXT] [--until DATE]',
  purpose: 'trust a certificate, a public key or a private authority that was compared out of band',
  async run(parameters, { api, print, readFile, now }) {
    const { values, positionals } = parseParameters(parameters, {
      pem: { type: 'string' },
      sha256: { type: 'string' },
      kind: { type: 'string' },
      note: { type: 'string', default: '' },
      until: { type: 'string' },
    });
    const domain = domainFrom(onlyPositional(positionals, 'the domain'));
    const { sha256, note } = values;
    if ((values.pem === undefined) === (sha256 === undefined)) {
      throw new UsageError('give either --pem FILE or --sha256 HEX');
    }
    const notAfter = values.until === undefined ? null : endFrom(values.until);
    const pem = values.pem === undefined ? undefined : readFile(values.pem);
    const kind = kindOf(values.kind, pem);
    const reading = readTrustMaterial({ kind, pem, sha256 }, now);
    if (reading.kind === 'fault') {
      throw new CommandFailure(`${values.pem ?? '--sha256'}: ${reading.detail}`);
    }
    const body = { domain, kind, pem, sha256, note, notAfter };
    const entry = valueOf<Entry>(await (await api())('POST', '/v1/admin/trust', body));
    print(`${domain} is trusted by its ${kind} from now on, for owners who chose verify.`);
    for (const line of entryTable([entry])) print(line);
  },
};
