/** Under the recipients: quietly, what would happen to mail for each. */
import { levelFor } from '../../shared/policy/level.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { english } from '../../shared/mail/words/english.ts';
import { german } from '../../shared/mail/words/german.ts';
import { whySentence } from '../../shared/mail/words/words.ts';
import { Badge } from '../design/surface.tsx';
import { VERDICT_KIND } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { whyOf } from '../levels/why.ts';
import type { Alias } from '../settings/versions.ts';
import { useLanguage, useWords } from '../words/words.ts';
import type { Recipient } from './recipients.ts';
import { useVerdicts, type Check, type Seen } from './verdicts.ts';
import { words } from './words.ts';

export function VerdictList(props: {
  readonly recipients: readonly Recipient[];
  readonly alias: Alias;
  readonly requireTls: boolean;
}) {
  const t = useWords(words);
  const { recipients, alias, requireTls } = props;
  const verdicts = useVerdicts(recipients);
  const once = [
    ...new Map(recipients.map((recipient) => [recipient.address.toLowerCase(), recipient])).values(),
  ];
  return (
    <ul class="stack-tight compose-verdicts" aria-label={t.verdicts} aria-live="polite">
      {once.map(({ address, domain }) => (
        <li key={address} class="row">
          <bdi>{address}</bdi>
          {domain === null ? (
            <span class="field-error">{t.noAddress}</span>
          ) : (
            <Verdict
              seen={verdicts.get(domain) ?? { kind: 'looking' }}
              alias={alias}
              requireTls={requireTls}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

function Verdict(props: { readonly seen: Seen; readonly alias: Alias; readonly requireTls: boolean }) {
  const t = useWords(words);
  const { seen, alias, requireTls } = props;
  switch (seen.kind) {
    case 'looking':
      return <span class="quiet small">{t.looking}</span>;
    case 'unknown':
      return <span class="quiet small">{t.unknown}</span>;
    case 'refused':
      return <span class="field-error">{seen.sentence}</span>;
    case 'seen':
      return <Judged check={seen.check} alias={alias} requireTls={requireTls} />;
  }
}

function Judged(props: { readonly check: Check; readonly alias: Alias; readonly requireTls: boolean }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const say = useLanguage() === 'de' ? german : english;
  const { check, alias, requireTls } = props;
  // Which domain an override is for is spelled as the API spells it: lower-case A-labels.
  const overrides = alias.overrides.map((each) => ({ ...each, domain: each.domain as Domain }));
  const { level } = levelFor({ level: alias.level, overrides }, check.domain as Domain, null);
  const { verdict } = check.levels[level];
  const why = whyOf(check, level);
  const isPromiseMissing =
    requireTls && verdict === 'met' && check.hosts.length > 0 && !check.hosts.some((host) => host.requireTls);
  const sentence = isPromiseMissing
    ? whySentence(say, check.domain, { key: 'requiretls' })
    : why === null
      ? null
      : whySentence(say, check.domain, why);
  const shown = isPromiseMissing ? 'policy' : verdict;
  return (
    <>
      <Badge kind={VERDICT_KIND[shown]}>{levels.verdict[shown]}</Badge>
      {sentence !== null && <span class="small">{sentence}</span>}
      {shown === 'temporary' && <span class="small">{t.temporarySays}</span>}
      {shown === 'policy' && level !== 'encrypt' && !isPromiseMissing && (
        <a class="small" href={`/settings?domain=${encodeURIComponent(check.domain)}`}>
          {t.changeLevel}
        </a>
      )}
    </>
  );
}
