/** One server of a recipient, and everything about it that a verdict rests on. */
import type { ComponentChildren } from 'preact';

import { tlsName } from '../deliveries/steps.ts';
import { Facts } from '../design/table.tsx';
import { useFormats, useWords } from '../words/words.ts';
import type { Check } from './verdict.ts';
import { words } from './words.ts';

export type HostView = Check['hosts'][number];

/** Only what was seen: a host that was never connected to has no certificate to say anything about. */
function useHostFacts(host: HostView): (readonly [string, ComponentChildren])[] {
  const t = useWords(words);
  const f = useFormats();
  const { facts } = t;
  const yesNo = (value: boolean | null): string => (value === null ? t.unknown : value ? t.yes : t.no);
  const { dnssec, tls, certificate, dane, trust, sts } = host;
  const statuses = [dnssec.mx, dnssec.address, dnssec.tlsa].map((status) => status ?? '–').join(', ');
  return [
    [facts.addresses, host.addresses.join(', ') || '–'],
    [facts.starttls, yesNo(host.starttls)],
    ...(tls === null ? [] : [[facts.tls, `${tlsName(tls.version)}, ${tls.cipher}`] as const]),
    ...(certificate === null
      ? []
      : ([
          [facts.certificate, certificate.subject],
          [facts.validTo, f.date(certificate.notAfter)],
          [facts.digest, <code key="digest">{certificate.sha256}</code>],
        ] as const)),
    [facts.dnssec, statuses],
    ...(host.tlsa.length === 0
      ? []
      : [[facts.tlsa, host.tlsa.map((record) => <code key={record}>{record}</code>)] as const]),
    ...(dane ? [[facts.matched, `${dane.base} (${dane.usage})`] as const] : []),
    ...(trust ? [[facts.trust, trust.kind] as const] : []),
    ...(sts ? [[facts.sts, sts.detail] as const] : []),
    [facts.requireTls, yesNo(host.requireTls)],
    ...(host.detail ? [[facts.obstacle, host.detail] as const] : []),
  ];
}

export function HostFacts({ host }: { readonly host: HostView }) {
  return (
    <div class="host-facts">
      <h4>
        {host.host}
        {host.preference !== null && <span class="quiet small"> (MX {host.preference})</span>}
      </h4>
      <Facts facts={useHostFacts(host)} />
    </div>
  );
}
