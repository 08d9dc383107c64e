/** Where the key is that signs evidence, as `EVIDENCE_KEY` says it. */
import { listed, reader, type Reader, type Reading } from '../configuration/values.ts';

export type KeyLocation =
  /** ARNs of asymmetric KMS keys; the first one signs. */
  | { readonly kind: 'kms'; readonly keys: readonly [string, ...string[]] }
  /** A secret with a JWK Set of private keys; the first one signs. */
  | { readonly kind: 'secret'; readonly name: string };

const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;

/** `kms:ARN[,ARN…]` or `secret:NAME`. */
export const keyLocation: Reader<KeyLocation> = reader(
  'secret:evidence-key',
  (value): Reading<KeyLocation> => {
    const [, kind, rest = ''] = /^(kms|secret):(.*)$/.exec(value) ?? [];
    switch (kind) {
      case 'kms': {
        const [first, ...others] = listed(rest);
        if (first === undefined) return { problem: 'names no key after "kms:"' };
        const wrong = [first, ...others].find((key) => !KEY_ARN.test(key));
        if (wrong !== undefined) return { problem: `"${wrong}" is not the ARN of a KMS key` };
        return { value: { kind, keys: [first, ...others] } };
      }
      case 'secret':
        return rest === '' ? { problem: 'names no secret after "secret:"' } : { value: { kind, name: rest } };
      case undefined:
      default:
        return { problem: 'begins with neither "kms:" nor "secret:"' };
    }
  },
);
