/** Octets from our own server, fetched with the token and handed to the browser for saving. */
import { authorized } from '../api/transport.ts';

/** Saves what an address of ours holds, under a name. False where it could not be had. */
export async function saveFrom(path: string, name: string, accept = '*/*'): Promise<boolean> {
  const answer = await authorized(path, { headers: { accept } });
  if (answer?.ok !== true) return false;
  saveFile(await answer.blob(), name);
  return true;
}

/** Saves octets as a file, as a click on a link to them would. */
function saveFile(content: Blob, name: string): void {
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
