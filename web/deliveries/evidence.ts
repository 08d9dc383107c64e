/** The signed document about a delivery, for saving. */
import { saveFrom } from '../files/save.ts';
import type { Language } from '../words/language.ts';

/** For people with the signed text in it, the same without the subject, or the signed text alone. */
export type EvidenceForm = 'document' | 'without-subject' | 'signed-text';

/** False where it could not be had. */
export async function saveEvidence(id: string, form: EvidenceForm, language: Language): Promise<boolean> {
  const path = `/v1/deliveries/${id}/evidence`;
  switch (form) {
    case 'document':
      return saveFrom(`${path}?language=${language}`, `receipt-${id}.html`, 'text/html');
    case 'without-subject':
      return saveFrom(`${path}?language=${language}&subject=omit`, `receipt-${id}.html`, 'text/html');
    case 'signed-text':
      return saveFrom(path, `receipt-${id}.jws`, 'application/jose');
  }
}
