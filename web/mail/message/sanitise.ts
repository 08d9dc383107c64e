/**
 * The HTML of a stranger without whatever runs, sends, or fetches. Works inside the window of the frame that shows it,
 * so that the frame's own Content-Security-Policy is over the parsing, too, and stands behind all of this.
 */
import createPurifier, { type WindowLike } from 'dompurify';

export interface Clean {
  readonly content: DocumentFragment;
  /** Pictures on the internet that were left out. */
  readonly blocked: number;
}

export interface Allowed {
  readonly images: boolean;
  /** Attachments that the text shows, by Content-ID without brackets: their `blob:` addresses. */
  readonly inline: ReadonlyMap<string, string>;
}

const TAGS = [
  ...['form', 'input', 'button', 'textarea', 'select', 'option', 'optgroup', 'dialog', 'template', 'slot'],
  ...[
    'video',
    'audio',
    'source',
    'track',
    'picture',
    'svg',
    'math',
    'link',
    'meta',
    'base',
    'iframe',
    'object',
  ],
  ...['embed', 'map', 'area', 'portal', 'marquee'],
];
const ATTRIBUTES = [
  ...[
    'srcset',
    'background',
    'poster',
    'ping',
    'id',
    'name',
    'form',
    'action',
    'formaction',
    'target',
    'rel',
  ],
  ...[
    'autofocus',
    'tabindex',
    'accesskey',
    'popover',
    'popovertarget',
    'contenteditable',
    'usemap',
    'longdesc',
  ],
  ...['lowsrc', 'dynsrc', 'cite', 'data', 'attributionsrc', 'imagesizes', 'imagesrcset'],
];

/** What can fetch from style; a backslash could spell any of it in another way (CSS Syntax, section 4.3.7). */
const FETCHES =
  /url|@import|image|src\s*\(|@font-face|@namespace|element\s*\(|expression|behavior|binding|\\/i;
const PICTURE = /^data:image\/(png|gif|jpe?g|webp);base64,/i;

/** The address that a picture is shown from; `remote` where it is on the internet and was not allowed. */
export function pictureSource(source: string, { images, inline }: Allowed): string | null {
  const address = source.trim();
  if (PICTURE.test(address)) return address;
  if (/^cid:/i.test(address)) return inline.get(decode(address.slice(4))) ?? null;
  if (!/^https?:/i.test(address) && !address.startsWith('//')) return null;
  if (!images) return 'remote';
  return /^https:\/\//i.test(address) && URL.canParse(address) ? address : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether style is kept: none that could fetch anything. */
export function keepsStyle(css: string): boolean {
  return !FETCHES.test(css);
}

/** A link that may be followed, or null. */
export function linkTarget(href: string): string | null {
  return /^(https:\/\/|mailto:)/i.test(href.trim()) && URL.canParse(href.trim()) ? href.trim() : null;
}

export function sanitise(html: string, window: Window, allowed: Allowed): Clean {
  const purifier = createPurifier(window as unknown as WindowLike);
  let blocked = 0;
  purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style' && !keepsStyle(node.textContent ?? '')) node.parentNode?.removeChild(node);
  });
  purifier.addHook('afterSanitizeAttributes', (element) => {
    if (!keepsStyle(element.getAttribute('style') ?? '')) {
      if (/https?:/i.test(element.getAttribute('style') ?? '')) blocked += 1;
      element.removeAttribute('style');
    }
    const source = element.getAttribute('src');
    if (source !== null) {
      const shown = element.nodeName === 'IMG' ? pictureSource(source, allowed) : null;
      if (shown === 'remote') blocked += 1;
      if (shown === null || shown === 'remote') element.removeAttribute('src');
      else element.setAttribute('src', shown);
    }
    const href = element.getAttribute('href');
    if (href !== null) {
      const target = element.nodeName === 'A' ? linkTarget(href) : null;
      if (target === null) element.removeAttribute('href');
      else {
        element.setAttribute('href', target);
        element.setAttribute('target', '_blank');
        element.setAttribute('rel', 'noopener noreferrer');
      }
    }
  });
  const content = purifier.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: TAGS,
    FORBID_ATTR: ATTRIBUTES,
    // Decided on above, with the addresses of our own.
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|cid:|data:image\/|\/\/)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    FORCE_BODY: true,
    RETURN_DOM_FRAGMENT: true,
  });
  return { content, blocked };
}
