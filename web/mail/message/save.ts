/** Octets of a message, fetched with the token and handed to the browser for saving. */
import { authorized } from '../../api/transport.ts';
import { saveFile } from '../../deliveries/evidence.ts';

/** False where they could not be had. */
export async function saveFrom(path: string, name: string): Promise<boolean> {
  const answer = await authorized(path);
  if (answer?.ok !== true) return false;
  saveFile(await answer.blob(), name);
  return true;
}

export async function saveMessage(id: string): Promise<boolean> {
  return saveFrom(`/v1/messages/${id}/raw`, `${id}.eml`);
}

export async function saveAttachment(id: string, index: number, name: string): Promise<boolean> {
  return saveFrom(`/v1/messages/${id}/attachments/${index}`, name);
}
