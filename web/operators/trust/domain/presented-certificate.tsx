/** One certificate that a server shows. Its texts are a stranger's, and shown as text only. */
import type { components } from '../../../api/schema.d.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Badge } from '../../../design/surface.tsx';
import { Facts } from '../../../design/table.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { operatorWords } from '../../words.ts';
import { withColons } from '../digest.ts';
import { Digest } from '../digest.tsx';
import type { TrustEntry } from '../standing.ts';
import { words } from './words.ts';

/** A certificate may have hundreds. */
const MOST_NAMES = 20;

export function PresentedCertificate(props: {
  readonly certificate: components['schemas']['PresentedCertificate'];
  readonly position: number;
  readonly entries: readonly TrustEntry[];
  readonly wanted: string | null;
}) {
  const { certificate, position, entries, wanted } = props;
  const t = useWords(words);
  const f = useFormats();
  const { subject, issuer, names, notBefore, notAfter, authority, sha256, spkiSha256 } = certificate;
  const known = (digest: string, isKey: boolean): boolean =>
    entries.some((entry) => entry.sha256 === digest && (entry.kind === 'public-key') === isKey);
  const day = (iso: string | null): string => (iso === null ? '?' : f.date(iso));
  const hasExpired = notAfter !== null && Date.parse(notAfter) < Date.now();
  const title = position === 0 ? t.ownCertificate : t.nextCertificate(position + 1);
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return (
    <div class="presented-certificate">
      <h4>
        {title} {authority && <Badge kind="neutral">{t.authority}</Badge>}
      </h4>
      <Facts
        facts={[
          ...(subject === null
            ? [[t.subject, t.unreadable] as const]
            : ([
                [t.subject, subject],
                [t.issuer, issuer ?? ''],
                [
                  t.names,
                  names.length > MOST_NAMES
                    ? `${shown} ${t.namesMore(names.length - MOST_NAMES)}`
                    : shown || t.noNames,
                ],
                [
                  t.valid,
                  <span key="valid" class="badges">
                    {t.validFromTo(day(notBefore), day(notAfter))}
                    {hasExpired && <Badge kind="waiting">{t.expired}</Badge>}
                  </span>,
                ],
              ] as const)),
          [
            t.certificateDigest,
            <ComparedDigest
              key="certificate"
              hex={sha256}
              label={t.copyDigest(`${t.certificateDigest}, ${title}`)}
              isOnFile={known(sha256, false)}
              isSame={wanted === sha256}
            />,
          ],
          ...(spkiSha256 === null
            ? []
            : [
                [
                  t.keyDigest,
                  <ComparedDigest
                    key="key"
                    hex={spkiSha256}
                    label={t.copyDigest(`${t.keyDigest}, ${title}`)}
                    isOnFile={known(spkiSha256, true)}
                    isSame={wanted === spkiSha256}
                  />,
                ] as const,
              ]),
        ]}
      />
    </div>
  );
}

function ComparedDigest(props: {
  readonly hex: string;
  readonly label: string;
  readonly isOnFile: boolean;
  readonly isSame: boolean;
}) {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const { hex, isOnFile, isSame, label } = props;
  return (
    <span class={isSame ? 'compared compared-same' : 'compared'}>
      <Digest hex={hex} />
      {isOnFile && <Badge kind="neutral">{t.isOnFile}</Badge>}
      {isSame && <Badge kind="good">{t.isSame}</Badge>}
      <CopyButton
        text={withColons(hex)}
        label={label}
        words={{ copy: o.copy, copied: o.copied, failed: o.copyFailed }}
      />
    </span>
  );
}
