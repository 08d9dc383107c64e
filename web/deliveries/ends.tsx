/** What became of each recipient, where that differs, and why something came back: in the words of the notice. */
import { english } from '../../shared/mail/words/english.ts';
import { german } from '../../shared/mail/words/german.ts';
import { whySentence } from '../../shared/mail/words/words.ts';
import { failuresOf } from '../mail/message/failures.ts';
import { useLanguage, useWords } from '../words/words.ts';
import type { Delivery } from './steps.ts';
import { words } from './words.ts';

export function Ends({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const say = useLanguage() === 'de' ? german : english;
  const { recipients, domain } = delivery;
  const reasons = new Map(
    failuresOf(delivery).failures.map(({ address, why }) => [address, whySentence(say, domain, why)]),
  );
  if (new Set(recipients.map(({ state }) => state)).size > 1)
    return (
      <ul class="stack-tight">
        {recipients.map(({ address, state }) => (
          <li key={address}>
            {address}: {t.recipientStates[state]}
            {reasons.has(address) && <>. {reasons.get(address)}</>}
          </li>
        ))}
      </ul>
    );
  return [...new Set(reasons.values())].map((reason) => <p key={reason}>{reason}</p>);
}
