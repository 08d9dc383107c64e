/** Who issues and renews the certificate of the edge: part of the configuration (config.ts). */
import { z } from 'zod';

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

/** `httpsUrl`: how the configuration reads a URL. */
export function certificateChoice(httpsUrl: z.ZodURL) {
  return z
    .discriminatedUnion('kind', [
      /** A public certificate of ACM that may be exported, proven in the zone in Route 53. */
      z.strictObject({ kind: z.literal('acm') }),
      /** From any authority that speaks ACME, proven in the zone in Route 53, and renewed by the house itself. */
      z.strictObject({
        kind: z.literal('acme'),
        directory: httpsUrl.default(LETS_ENCRYPT),
        /** Whom the authority may write to. @default the operators */
        contacts: z.array(z.email()).optional(),
        /** Raised by one, the key is changed. @default 1 */
        keyGeneration: z.int().min(1).default(1),
      }),
      /** Somebody else puts chain and key into the secret. */
      z.strictObject({ kind: z.literal('own') }),
    ])
    .default({ kind: 'own' });
}
