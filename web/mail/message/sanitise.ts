/**
 * The HTML of a stranger without whatever runs, sends, or fetches. It is parsed and cleaned in a window that is in no
 * page: nothing can run or be fetched there, whatever is overlooked here, and the browser has nothing to complain of.
 * The frame that shows the rest has a sandbox and a Content-Security-Policy, which stand behind all of this.
 */
import createPurifier, { type DOMPurify, type WindowLike } from 'dompurify';

import { leadsElsewhere, linkTarget, pictureSource, type Allowed } from './addresses.ts';
import { keepsStyle } from './style.ts';

export interface Clean {
  readonly content: DocumentFragment;
  /** Pictures on the internet that were left out and could be shown. */
  readonly blocked: number;
}

export interface Wishes extends Allowed {
  /** What stands behind a link whose text names another place. */
  readonly leadsTo: (host: string) => string;
}

const TAGS = [
  ...['form', 'input', 'button', 'textarea', 'select', 'option', 'optgroup', 'dialog', 'template', 'slot'],
  ...['video', 'audio', 'source', 'track', 'picture', 'svg', 'math', 'link', 'meta', 'base', 'iframe'],
  ...['object', 'embed', 'map', 'area', 'portal', 'marquee'],
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
  ...['autofocus', 'tabindex', 'accesskey', 'popover', 'popovertarget', 'contenteditable', 'usemap'],
  ...['longdesc', 'lowsrc', 'dynsrc', 'cite', 'data', 'attributionsrc', 'imagesizes', 'imagesrcset'],
  ...['download', 'crossorigin', 'is', 'inert', 'draggable'],
];

/**
 * DOMPurify in the window of a frame that is taken out of the page again: documents in it have nothing to run or to
 * fetch with. Throws where that cannot be had.
 */
function purifierInNoPage(): DOMPurify {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.hidden = true;
  document.body.append(frame);
  try {
    const purifier = createPurifier(frame.contentWindow as unknown as WindowLike);
    // It hands on what it gets where it cannot work.
    if (!purifier.isSupported) throw new Error('this browser cannot clean HTML');
    return purifier;
  } finally {
    frame.remove();
  }
}

/** Throws where the browser lacks what it takes; then nothing of the message may be shown. */
export function sanitise(html: string, wishes: Wishes): Clean {
  const purifier = purifierInNoPage();
  let blocked = 0;
  purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style' && !keepsStyle(node.textContent ?? '')) node.parentNode?.removeChild(node);
  });
  purifier.addHook('afterSanitizeAttributes', (element) => {
    if (!keepsStyle(element.getAttribute('style') ?? '')) element.removeAttribute('style');
    if (element.hasAttribute('src') && !showPicture(element, wishes)) blocked += 1;
    if (element.hasAttribute('href')) lead(element, wishes);
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
    // Nothing here becomes text again.
    TRUSTED_TYPES_POLICY: null,
  });
  return { content, blocked };
}

/** False for a picture that would be shown if the reader asked for it. */
function showPicture(element: Element, wishes: Wishes): boolean {
  const source = pictureSource(element.getAttribute('src') ?? '', wishes);
  if (element.nodeName === 'IMG' && source.kind === 'shown') {
    element.setAttribute('src', source.address);
    return true;
  }
  element.removeAttribute('src');
  return element.nodeName !== 'IMG' || source.kind !== 'remote';
}

/** A link opens beside the page, tells nobody where from, and says where it leads. */
function lead(element: Element, { leadsTo }: Wishes): void {
  const target = element.nodeName === 'A' ? linkTarget(element.getAttribute('href') ?? '') : null;
  if (target === null) {
    element.removeAttribute('href');
    return;
  }
  element.setAttribute('href', target);
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer');
  element.setAttribute('title', target);
  const host = leadsElsewhere(element.textContent, target);
  if (host !== null) element.append(` (${leadsTo(host)})`);
}
