/** Under the recipients: quietly, what would happen to mail for each. */
import { levelFor } from '../../shared/policy/level.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { english } from '../../shared/mail/words/english.ts';
import { german } from '../../shared/mail/words/german.ts';
import { whySentence, type Why } from '../../shared/mail/words/words.ts';
import { Badge } from '../design/surface.tsx';
import { VERDICT_KIND, type Level, type Verdict } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { whyOf } from '../levels/why.ts';
import type { Alias } from '../settings/versions.ts';
import { useLanguage, useWords } from '../words/words.ts';
import type { Recipient } from './recipients.ts';
import { useVerdicts, type Check, type Seen } from './verdicts.ts';
import { words } from './words.ts';

/** So many stand each on a line of its own; of more, only those that would not simply go. */
const FEW = 8;

interface Judgement {
  readonly verdict: Verdict;
  readonly level: Level;
  readonly why: Why | null;
}

/** What holds for a domain, under the level that its mail leaves with. */
function judge(check: Check, alias: Alias, requireTls: boolean): Judgement {
  // Which domain an override is for is spelled as the API spells it: lower-case A-labels.
  const overrides = alias.overrides.map((each) => ({ ...each, domain: each.domain as Domain }));
  const { level } = levelFor({ level: alias.level, overrides }, check.domain as Domain, null);
  const { verdict } = check.levels[level];
  const { hosts } = check;
  const isPromised = hosts.length === 0 || hosts.some((host) => host.requireTls);
  if (requireTls && verdict === 'met' && !isPromised)
    return { verdict: 'policy', level, why: { key: 'requiretls' } };
  return { verdict, level, why: whyOf(check, level) };
}

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
  const simplyGoes = ({ domain }: Recipient): boolean => {
    const seen = domain === null ? undefined : verdicts.get(domain);
    return seen?.kind === 'seen' && judge(seen.check, alias, requireTls).verdict === 'met';
  };
  const shown = once.length > FEW ? once.filter((recipient) => !simplyGoes(recipient)) : once;
  return (
    <ul class="stack-tight compose-verdicts" aria-label={t.verdicts} aria-live="polite">
      {shown.map(({ address, domain }) => (
        <li key={address} class="row">
          <bdi>{address}</bdi>
          {domain === null ? (
            <span class="field-error">{t.noAddress}</span>
          ) : (
            <VerdictText
              seen={verdicts.get(domain) ?? { kind: 'looking' }}
              alias={alias}
              requireTls={requireTls}
            />
          )}
        </li>
      ))}
      {shown.length < once.length && <li>{t.othersGo(once.length - shown.length)}</li>}
    </ul>
  );
}

function VerdictText(props: { readonly seen: Seen; readonly alias: Alias; readonly requireTls: boolean }) {
  const t = useWords(words);
  const { seen, alias, requireTls } = props;
  switch (seen.kind) {
    case 'looking':
      return <span class="quiet small">{t.looking}</span>;
    case 'unknown':
      return <span class="quiet small">{t.unknown}</span>;
    case 'seen':
      return <Judged check={seen.check} alias={alias} requireTls={requireTls} />;
  }
}

function Judged(props: { readonly check: Check; readonly alias: Alias; readonly requireTls: boolean }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const say = useLanguage() === 'de' ? german : english;
  const { check, alias, requireTls } = props;
  const { verdict, level, why } = judge(check, alias, requireTls);
  return (
    <>
      <Badge kind={VERDICT_KIND[verdict]}>{levels.verdict[verdict]}</Badge>
      {why !== null && <span class="small">{whySentence(say, check.domain, why)}</span>}
      {verdict === 'temporary' && <span class="small">{t.temporarySays}</span>}
      {verdict === 'policy' && level !== 'encrypt' && why?.key !== 'requiretls' && (
        <a class="small" href={`/settings?domain=${encodeURIComponent(check.domain)}`}>
          {t.changeLevel}
        </a>
      )}
    </>
  );
}
