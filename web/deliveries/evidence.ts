/** The signed document about a delivery, for saving. */
import { saveFrom } from '../files/save.ts';
import type { Language } from '../words/language.ts';

/** False where it could not be had. */
export async function saveEvidence(id: string, language: Language): Promise<boolean> {
  return saveFrom(`/v1/deliveries/${id}/evidence?language=${language}`, `receipt-${id}.html`, 'text/html');
}
