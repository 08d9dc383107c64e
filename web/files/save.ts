/** Octets from our own server, fetched with the token, and handed to the browser for saving. */
import { transport } from '../api/transport.ts';

/** What an address of ours holds; null where it could not be had. */
export async function fetchOwn(path: string, accept = '*/*'): Promise<Blob | null> {
  try {
    const answer = await transport(new Request(new URL(path, location.origin), { headers: { accept } }));
    return answer.ok ? await answer.blob() : null;
  } catch {
    // No network, or nobody is signed in: both are shown by the frame of the pages.
    return null;
  }
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
