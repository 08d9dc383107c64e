/** A digest as it is read out: colons, and lines that break after four octets only. */
import { withColons } from './digest.ts';
import './trust.css';

export function Digest({ hex }: { readonly hex: string }) {
  const groups = withColons(hex).match(/(?:[0-9A-F]{2}:?){1,4}/g) ?? [];
  return (
    <code class="digest">
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </code>
  );
}

/** The beginning, where the whole would be too long to look at. */
export function ShortDigest({ hex }: { readonly hex: string }) {
  return (
    <code class="quiet small" title={withColons(hex)}>
      {withColons(hex).slice(0, 23)}…
    </code>
  );
}
