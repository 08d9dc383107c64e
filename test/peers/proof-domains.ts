/**
 * Further domains for the simulated internet, chosen so that DANE (RFC 6698, 7671, 7672) and the checks of
 * certificates have something to disagree about: every form of TLSA record, each with a certificate that is
 * fine, expired, or for another name; records that contradict each other; aliases and half-signed ways.
 */
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';

import { loadOrCreateAuthority } from '../../infra/local/internet/certificates.ts';
import type { Authority, ServerCertificate } from '../../infra/local/internet/certificates.ts';
import { oneServer, type DomainPlan, type OneServerDetails } from '../../infra/local/internet/domains.ts';
import type { Manner } from '../../infra/local/internet/manners.ts';
import type { SimulatedInternet } from '../../infra/local/internet/simulation.ts';
import type { TlsaPlan } from '../../infra/local/internet/tlsa-records.ts';
import type { ZoneRecord } from '../../infra/local/internet/zones.ts';
import { oddChains, type OddChain } from './odd-chains.ts';

const good: Manner = { kind: 'good' };
const selfSigned: Manner = { kind: 'self-signed' };
const expired: Manner = { kind: 'expired' };
const wrongName: Manner = { kind: 'wrong-name' };

type Form = `${0 | 1 | 2 | 3} ${0 | 1} ${0 | 1 | 2}`;

function parametersOf(form: Form): { usage: number; selector: 0 | 1; matchingType: 0 | 1 | 2 } {
  const [usage, selector, matchingType] = form.split(' ').map(Number);
  return { usage, selector, matchingType } as ReturnType<typeof parametersOf>;
}

/** A record that is right: of the certificate itself for the odd usages, of its authority for the even ones. */
const right = (form: Form): TlsaPlan => {
  const parameters = parametersOf(form);
  return { ...parameters, of: parameters.usage % 2 === 1 ? 'certificate' : 'authority' };
};
const wrong = (form: `${2 | 3} 1 ${1 | 2}`): TlsaPlan => ({
  ...parametersOf(form),
  selector: 1,
  of: 'another-key',
});

/** A record at a place of the test's choosing. */
function tlsaAt(name: string, form: Form, pem: string): ZoneRecord {
  const { usage, selector, matchingType } = parametersOf(form);
  const whole =
    selector === 0
      ? new X509Certificate(pem).raw
      : createPublicKey(pem).export({ format: 'der', type: 'spki' });
  const digest = matchingType === 1 ? 'sha256' : 'sha512';
  const certificate = matchingType === 0 ? whole : createHash(digest).update(whole).digest();
  return { name: `_25._tcp.${name}`, type: 'TLSA', data: { usage, selector, matchingType, certificate } };
}

/** One mail server in a signed zone. */
const signed = (domain: string, manner: Manner, tlsa: TlsaPlan[], more: OneServerDetails = {}): DomainPlan =>
  oneServer(domain, manner, { signed: true, tlsa, ...more });

const FORMS: readonly Form[] = [
  '3 0 0',
  '3 0 1',
  '3 0 2',
  '3 1 0',
  '3 1 2',
  '2 0 0',
  '2 0 2',
  '2 1 1',
  '2 1 2',
];

/** What can be said with TLSA plans alone. */
const plans: readonly DomainPlan[] = [
  ...FORMS.map((form) =>
    signed(`usage-${form.replaceAll(' ', '')}.example`, form.startsWith('2') ? good : selfSigned, [
      right(form),
    ]),
  ),
  signed('pkix.example', good, [right('0 0 1'), right('1 1 1')]),
  signed('ee-expired.example', expired, [right('3 1 1')]),
  signed('ee-wrong-name.example', wrongName, [right('3 0 1')]),
  signed('ta-expired.example', expired, [right('2 0 1')]),
  signed('ta-wrong-name.example', wrongName, [right('2 1 1')]),
  // RFC 7671 section 9: among digests of the same usage and selector the strongest decides.
  signed('agility-weak-right.example', selfSigned, [right('3 1 1'), wrong('3 1 2')]),
  signed('agility-strong-right.example', selfSigned, [wrong('3 1 1'), right('3 1 2')]),
  signed('agility-full-right.example', selfSigned, [right('3 1 0'), wrong('3 1 2')]),
  signed('agility-other-selector.example', selfSigned, [right('3 0 1'), wrong('3 1 2')]),
  signed('agility-other-usage.example', good, [right('2 0 1'), wrong('3 1 2')]),
  signed('agility-cut-strong.example', selfSigned, [right('3 1 1'), { ...right('3 1 2'), octets: 63 }]),
  signed('cut-and-right.example', selfSigned, [{ ...right('3 1 1'), octets: 31 }, right('3 1 1')]),
  signed('pkix-and-wrong.example', good, [right('0 0 1'), wrong('3 1 1')]),
  signed('ta-wrong-ee-right.example', expired, [wrong('2 1 1'), right('3 1 1')]),
  signed('usage-4.example', selfSigned, [{ ...right('3 1 1'), usage: 4 }]),
  signed('usage-255.example', selfSigned, [{ ...right('3 1 1'), usage: 255 }]),
  // Usage 2 that names the end certificate itself.
  signed('ta-is-end.example', selfSigned, [{ ...right('2 0 1'), of: 'certificate' }]),
  signed('ta-is-end-full.example', selfSigned, [{ ...right('2 0 0'), of: 'certificate' }]),
  signed('bogus-tlsa.example', good, [right('3 1 1')], { brokenSignatures: ['TLSA'] }),
  signed('bogus-address.example', good, [right('3 1 1')], { brokenSignatures: ['A'] }),
  signed('signed-only.example', good, []),
  signed('signed-reset.example', { kind: 'handshake-reset' }, [right('3 1 1')]),
  signed('signed-down.example', { kind: 'down' }, [right('3 1 1')]),
  signed('signed-old.example', { kind: 'tls-1.0-only' }, [right('3 1 1')]),
  oneServer('busy.example', { kind: 'starttls-deferred' }),
  oneServer('injecting.example', { kind: 'injecting' }),
  oneServer('wrongname.example', wrongName),
  oneServer('pinned-key.example', expired),
  oneServer('repinned-key.example', selfSigned),
  oneServer('ca.example', good),
  oneServer('ca-expired.example', expired),
  oneServer('ca-wrong-name.example', wrongName),
  oneServer('ca-other.example', selfSigned),
  {
    domain: 'signed-nomx.example',
    description: 'Has no MX record; its own address is proven by DANE.',
    signed: true,
    route: { kind: 'address-only', host: { manner: selfSigned, tlsa: [right('3 1 1')] } },
  },
  {
    domain: 'second-proven.example',
    description: 'The first host has another key than DNS says, the second one has the right one.',
    signed: true,
    route: {
      kind: 'mx',
      hosts: [
        { label: 'mx1', preference: 10, manner: good, tlsa: [wrong('3 1 1')] },
        { label: 'mx2', preference: 20, manner: selfSigned, tlsa: [right('3 1 1')] },
      ],
    },
  },
  {
    domain: 'second-unproven.example',
    description: 'The first host is proven but down, the second one is not proven.',
    signed: true,
    route: {
      kind: 'mx',
      hosts: [
        { label: 'mx1', preference: 10, manner: { kind: 'down' }, tlsa: [right('3 1 1')] },
        { label: 'mx2', preference: 20, manner: good },
      ],
    },
  },
];

/** Certificates that the standard manners do not have. */
async function withOwnCertificates(authority: Authority): Promise<DomainPlan[]> {
  const named = async (domain: string, name: string): Promise<DomainPlan> =>
    signed(domain, good, [right('2 0 1')], { certificate: await authority.issue({ names: [name] }) });
  const leafOnly = async (domain: string): Promise<ServerCertificate> => {
    const whole = await authority.issue({ names: [`mx.${domain}`] });
    return { ...whole, certificatePem: new X509Certificate(whole.certificatePem).toString() };
  };
  const absent = async (form: Form): Promise<DomainPlan> => {
    const domain = `absent-${form.replaceAll(' ', '')}.example`;
    const records = [tlsaAt(`mx.${domain}`, form, authority.certificatePem)];
    return signed(domain, good, [], { certificate: await leafOnly(domain), records });
  };
  return Promise.all([
    named('wildcard.example', '*.wildcard.example'),
    named('wildcard-above.example', '*.example'),
    named('wildcard-partial.example', 'm*.wildcard-partial.example'),
    named('wildcard-inside.example', 'mx.*.example'),
    named('names-domain.example', 'names-domain.example'),
    named('names-upper-case.example', 'MX.NAMES-UPPER-CASE.EXAMPLE'),
    named('names-dot.example', 'mx.names-dot.example.'),
    // The authority's certificate is only in DNS, not presented (RFC 7671 section 5.2).
    absent('2 0 0'),
    absent('2 1 0'),
    absent('2 0 1'),
    absent('2 1 1'),
  ]);
}

/** A chain that bends the rules of RFC 5280, under a record that names its anchor. */
const withOddChain = ({ domain, certificate, anchorPem, inDns }: OddChain): DomainPlan =>
  signed(domain, good, [], {
    certificate,
    records: [tlsaAt(`mx.${domain}`, inDns === true ? '2 0 0' : '2 0 1', anchorPem)],
  });

/** Ways to a mail server that are signed in part, or lead over an alias. They end at servers that are there. */
function partlySigned(world: SimulatedInternet): DomainPlan[] {
  const certificateOf = (domain: string): string =>
    world.providers.get(domain)?.hosts[0]?.certificatePem ?? '';
  const pointing = (domain: string, isSigned: boolean, records: readonly ZoneRecord[]): DomainPlan => ({
    domain,
    description: 'Sends its mail to a host of another domain.',
    signed: isSigned,
    route: { kind: 'mx', hosts: [] },
    records,
  });
  const mx = (name: string, exchange: string): ZoneRecord => ({
    name,
    type: 'MX',
    data: { preference: 10, exchange },
  });
  const alias = (name: string, data: string): ZoneRecord => ({ name, type: 'CNAME', data });
  return [
    pointing('insecure-mx.example', false, [mx('insecure-mx.example', 'mx.dane.example')]),
    pointing('insecure-mx-wrong.example', false, [mx('insecure-mx-wrong.example', 'mx.wrongkey.example')]),
    pointing('insecure-mx-ta.example', false, [mx('insecure-mx-ta.example', 'mx.dane-ta.example')]),
    pointing('secure-mx.example', true, [mx('secure-mx.example', 'mx.dane.example')]),
    pointing('secure-mx-unsigned-host.example', true, [
      mx('secure-mx-unsigned-host.example', 'mx.unsigned.example'),
    ]),
    // TLSA records at the name in the MX record, which is an alias.
    pointing('tlsa-at-alias.example', true, [
      mx('tlsa-at-alias.example', 'mx.tlsa-at-alias.example'),
      alias('mx.tlsa-at-alias.example', 'mx.signed-only.example'),
      tlsaAt('mx.tlsa-at-alias.example', '3 1 1', certificateOf('signed-only.example')),
    ]),
    pointing('tlsa-at-alias-wrong.example', true, [
      mx('tlsa-at-alias-wrong.example', 'mx.tlsa-at-alias-wrong.example'),
      alias('mx.tlsa-at-alias-wrong.example', 'mx.signed-only.example'),
      tlsaAt('mx.tlsa-at-alias-wrong.example', '3 1 1', certificateOf('dane.example')),
    ]),
    // The alias is signed, the address that it leads to is not (RFC 7672 section 2.1.3).
    pointing('alias-to-unsigned.example', true, [
      mx('alias-to-unsigned.example', 'mx.alias-to-unsigned.example'),
      alias('mx.alias-to-unsigned.example', 'mx.good.example'),
      tlsaAt('mx.alias-to-unsigned.example', '3 1 1', certificateOf('good.example')),
    ]),
    pointing('alias-to-unsigned-wrong.example', true, [
      mx('alias-to-unsigned-wrong.example', 'mx.alias-to-unsigned-wrong.example'),
      alias('mx.alias-to-unsigned-wrong.example', 'mx.good.example'),
      tlsaAt('mx.alias-to-unsigned-wrong.example', '3 1 1', certificateOf('dane.example')),
    ]),
    pointing('unsigned-alias.example', false, [
      mx('unsigned-alias.example', 'mx.unsigned-alias.example'),
      alias('mx.unsigned-alias.example', 'mx.dane.example'),
    ]),
    // The TLSA record itself is an alias of one elsewhere, as RFC 7671 section 7 suggests.
    pointing('tlsa-alias.example', true, [
      mx('tlsa-alias.example', 'mx.tlsa-alias.example'),
      { name: 'mx.tlsa-alias.example', type: 'A', data: addressOf(world, 'dane.example') },
      alias('_25._tcp.mx.tlsa-alias.example', '_25._tcp.mx.dane.example'),
    ]),
    pointing('no-address.example', true, [mx('no-address.example', 'mx.no-address.example')]),
  ];
}

const addressOf = (world: SimulatedInternet, domain: string): string =>
  world.providers.get(domain)?.hosts[0]?.address ?? '';

/**
 * Adds them all to a simulation that keeps its authority in `directory`. Gives the authorities of those domains
 * whose certificates come from another one than the simulation's, PEM.
 */
export async function addProofDomains(
  world: SimulatedInternet,
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const authority = await loadOrCreateAuthority(directory, 'Simulated internet authority');
  const chains = await oddChains();
  const all = [...plans, ...(await withOwnCertificates(authority)), ...chains.map(withOddChain)];
  for (const plan of all) await world.addDomain(plan);
  for (const plan of partlySigned(world)) await world.addDomain(plan);
  return new Map(chains.map(({ domain, anchorPem }) => [domain, anchorPem]));
}
