/** Which attachments the HTML of a message shows as pictures. Pure. */
import type { Message } from '../plain.ts';

export interface ShownPicture {
  /** Place in the list of attachments. */
  readonly index: number;
  /** Without brackets. */
  readonly contentId: string;
  readonly type: string;
}

const MOST = 30;
/** Together, in octets. */
const LARGEST = 10_000_000;
/** No SVG: it is a document. */
const PICTURE = /^image\/(png|gif|jpe?g|webp)$/i;

/** In the order of the attachments, while there is room. */
export function shownPictures({
  html,
  attachments,
}: Pick<Message, 'html' | 'attachments'>): readonly ShownPicture[] {
  const asked = new Set(
    [...(html ?? '').matchAll(/cid:([^\s"'<>)]+)/gi)].flatMap(({ 1: id = '' }) => [id, decode(id)]),
  );
  const shown: ShownPicture[] = [];
  let room = LARGEST;
  for (const [index, { contentId, contentType, size }] of attachments.entries()) {
    const id = (contentId ?? '').replace(/^<|>$/g, '');
    if (!asked.has(id) || !PICTURE.test(contentType) || size > room || shown.length === MOST) continue;
    room -= size;
    shown.push({ index, contentId: id, type: contentType.toLowerCase() });
  }
  return shown;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
