/** A key that signs evidence, made for the test and kept nowhere. */
import { generateKeySet, secretKeys } from '../../shared/evidence-key/secret.ts';
import { evidenceSigner, type EvidenceSigner } from '../../shared/evidence-key/signer.ts';

export function memoryEvidenceSigner(): EvidenceSigner {
  const text = generateKeySet();
  return evidenceSigner(secretKeys('memory', () => Promise.resolve(text)));
}
