/** Where the HTML of a stranger may lead, and where its pictures may come from. Pure. */
export interface Allowed {
  /** Whether the reader has asked for pictures from the internet. */
  readonly images: boolean;
  /** Attachments that the text shows, by Content-ID without brackets: their `blob:` addresses. */
  readonly inline: ReadonlyMap<string, string>;
  /** Host of the page: no message asks it for anything in the reader's name. */
  readonly ownHost: string;
}

const PICTURE = /^data:image\/(png|gif|jpe?g|webp);base64,/i;

/** `remote`: on the internet, and not asked for yet. */
export type PictureSource =
  | { readonly kind: 'shown'; readonly address: string }
  | { readonly kind: 'remote' }
  | { readonly kind: 'none' };

const NONE: PictureSource = { kind: 'none' };

/** What becomes of the address of a picture. */
export function pictureSource(source: string, { images, inline, ownHost }: Allowed): PictureSource {
  const address = source.trim();
  if (PICTURE.test(address)) return { kind: 'shown', address };
  if (/^cid:/i.test(address)) {
    const found = inline.get(decode(address.slice(4)));
    return found === undefined ? NONE : { kind: 'shown', address: found };
  }
  const url = /^(https?:)?\/\//i.test(address) ? parse(address.replace(/^\/\//, 'https://')) : null;
  // What is sent without encryption shows everybody on the way what is read.
  if (url?.protocol !== 'https:' || url.host === ownHost || !isPublic(url)) return NONE;
  return images ? { kind: 'shown', address: url.href } : { kind: 'remote' };
}

/** Names on the internet only: what is on the reader's own network takes orders from addresses alone. */
function isPublic({ hostname, username, password }: URL): boolean {
  return (
    username === '' &&
    password === '' &&
    /\.[a-z][a-z0-9-]*\.?$/i.test(hostname) &&
    !/\.(localhost|local|internal|intranet|lan|home|corp|arpa)\.?$/i.test(hostname)
  );
}

/** A link that may be followed, or null. */
export function linkTarget(href: string): string | null {
  const address = href.trim();
  if (!/^(https:\/\/|mailto:)/i.test(address)) return null;
  const url = parse(address);
  // `https://bank.example@evil.example/` is read as the one and is the other.
  return url !== null && url.username === '' && url.password === '' ? url.href : null;
}

/** A name of the DNS, as people read one in a text. */
const NAME = /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]+/giu;

/**
 * The host a link leads to, where its text names another one: `https://bank.example/` over a link to evil.example. Null
 * where the text names none, or that one, or one above or below it.
 */
export function leadsElsewhere(text: string, target: string): string | null {
  const url = parse(target);
  if (url === null) return null;
  const host = url.protocol === 'mailto:' ? (url.pathname.split('@').at(-1) ?? '') : url.hostname;
  const named = (text.normalize('NFKC').match(NAME) ?? []).map(
    (name) => parse(`https://${name}/`)?.hostname ?? name,
  );
  const isOther = named.some((name) => !isWithin(host, name) && !isWithin(name, host));
  return isOther ? host.toLowerCase() : null;
}

function isWithin(name: string, parent: string): boolean {
  return `.${name.toLowerCase()}`.endsWith(`.${parent.toLowerCase()}`);
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
