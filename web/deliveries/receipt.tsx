/** The receipt in words first, and everything that it rests on below. */
import { Details } from '../design/surface.tsx';
import { Facts } from '../design/table.tsx';
import { levelWords } from '../levels/words.ts';
import { useFormats, useWords } from '../words/words.ts';
import { tlsName, vouching, type Delivery } from './steps.ts';
import { words } from './words.ts';

export function Receipt({ receipt }: { readonly receipt: NonNullable<Delivery['receipt']> }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const f = useFormats();
  const { certificate, tls, dane, trust, sts } = receipt;
  const why = {
    dane: t.receiptDane,
    trust: t.receiptTrust,
    sts: t.receiptSts,
    nothing: t.receiptNothing,
  }[vouching(receipt)];
  const version = tlsName(tls.version);
  return (
    <div class="stack">
      <p>
        {t.receiptDelivered(receipt.host, version)} {why} {receipt.requireTls && t.receiptRequireTls}
      </p>
      <Details summary={t.technical}>
        <Facts
          facts={[
            [t.facts.at, f.exact(receipt.at)],
            [t.facts.level, `${levels.name[receipt.level]} (${receipt.level})`],
            [t.facts.host, receipt.host],
            [t.facts.address, receipt.address],
            [t.facts.tls, `${version}, ${tls.cipher}`],
            [t.facts.subject, certificate.subject],
            [t.facts.issuer, certificate.issuer],
            [t.facts.validTo, f.date(certificate.notAfter)],
            [t.facts.certificate, <code key="c">{certificate.sha256}</code>],
            [t.facts.key, <code key="k">{certificate.spkiSha256}</code>],
            ...(dane === null
              ? []
              : ([
                  [
                    t.facts.record,
                    <code key="d">
                      {dane.base} {dane.record}
                    </code>,
                  ],
                ] as const)),
            ...(trust === null ? [] : ([[t.facts.trust, `${trust.kind} ${trust.id}`]] as const)),
            ...(sts ? ([[t.facts.sts, `${sts.mx} (${sts.id})`]] as const) : []),
            [t.facts.reply, receipt.reply],
          ]}
        />
      </Details>
    </div>
  );
}
