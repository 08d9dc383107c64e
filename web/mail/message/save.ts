/** The octets of a message and of its attachments, for saving. False where they could not be had. */
import { saveFrom } from '../../files/save.ts';

export async function saveMessage(id: string): Promise<boolean> {
  return saveFrom(`/v1/messages/${id}/raw`, `${id}.eml`);
}

export async function saveAttachment(id: string, index: number, name: string): Promise<boolean> {
  return saveFrom(`/v1/messages/${id}/attachments/${index}`, name);
}
