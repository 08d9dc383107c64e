/** The signed document about a delivery, fetched and handed to the browser for saving. */
import { authorized } from '../api/transport.ts';
import type { Language } from '../words/language.ts';

/** False where it could not be had. */
export async function saveEvidence(id: string, language: Language): Promise<boolean> {
  const url = `/v1/deliveries/${id}/evidence?language=${language}`;
  const answer = await authorized(url, { headers: { accept: 'text/html' } });
  if (answer?.ok !== true) return false;
  saveFile(await answer.blob(), `receipt-${id}.html`);
  return true;
}

/** Saves octets as a file, as a click on a link to them would. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it once the click is through.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
