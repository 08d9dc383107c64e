/**
 * What is being written, kept in this browser until it is sent: a reload, a lost network or a sign-in that has ended
 * costs nothing that was typed. Files are not in it; they are attached again. One draft for each thing one can begin
 * with (a new message, a reply to that one), and for each person who signs in here. Who signs out leaves none behind.
 */
export interface Draft {
  /** One of one's addresses; '' for the first. */
  readonly from: string;
  /** Of the subaddress (RFC 5233), without "+"; '' for none. */
  readonly tag: string;
  /** As typed. */
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly text: string;
  readonly requireTls: boolean;
  /** The Message-ID that is answered. */
  readonly inReplyTo: string | null;
}

/** A sending whose answer may have been lost: the same content goes again under the same key, and so only once. */
export interface Attempt {
  readonly key: string;
  /** Of the content that went under this key. */
  readonly digest: string;
}

export interface Kept {
  readonly draft: Draft;
  readonly attempt: Attempt | null;
}

export const EMPTY: Draft = {
  from: '',
  tag: '',
  to: '',
  cc: '',
  bcc: '',
  subject: '',
  text: '',
  requireTls: false,
  inReplyTo: null,
};

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Drawer = Pick<Storage, 'key' | 'length' | 'removeItem'>;

function keyOf(owner: string, context: string): string {
  return `draft:${owner}:${context}`;
}

/** Whether a key of the storage is that of this draft: what another window has changed tells its key only. */
export function isDraft(key: string | null, owner: string, context: string): boolean {
  return key === keyOf(owner, context);
}

/** Another version of the pages may have written it, or somebody by hand: only what has the right type is taken. */
function draftFrom(fields: Readonly<Record<string, unknown>>): Draft {
  const read: { -readonly [Name in keyof Draft]: Draft[Name] } = { ...EMPTY };
  for (const name of ['from', 'tag', 'to', 'cc', 'bcc', 'subject', 'text'] as const) {
    const value = fields[name];
    if (typeof value === 'string') read[name] = value;
  }
  const { requireTls, inReplyTo } = fields;
  return {
    ...read,
    requireTls: requireTls === true,
    inReplyTo: typeof inReplyTo === 'string' ? inReplyTo : null,
  };
}

function attemptFrom(value: unknown): Attempt | null {
  const { key, digest } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Attempt>;
  return typeof key === 'string' && typeof digest === 'string' ? { key, digest } : null;
}

/** Null where there is none, or none that can be read. */
export function loadDraft(owner: string, context: string, storage: Keeper): Kept | null {
  try {
    const parsed: unknown = JSON.parse(storage.getItem(keyOf(owner, context)) ?? 'null');
    if (typeof parsed !== 'object' || parsed === null || !('draft' in parsed)) return null;
    const { draft, attempt } = parsed as { readonly draft: unknown; readonly attempt?: unknown };
    if (typeof draft !== 'object' || draft === null) return null;
    return { draft: draftFrom(draft as Record<string, unknown>), attempt: attemptFrom(attempt) };
  } catch {
    // No JSON, or a browser that keeps nothing: as if there were none.
    return null;
  }
}

function isEmpty(draft: Draft): boolean {
  const { to, cc, bcc, subject, text } = draft;
  return [to, cc, bcc, subject, text].every((typed) => typed.trim() === '');
}

/** False where the browser keeps nothing: full, or forbidden. One in which nothing stands is none. */
export function keepDraft(owner: string, context: string, kept: Kept, storage: Keeper): boolean {
  try {
    if (isEmpty(kept.draft)) storage.removeItem(keyOf(owner, context));
    else storage.setItem(keyOf(owner, context), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(owner: string, context: string, storage: Keeper): void {
  try {
    storage.removeItem(keyOf(owner, context));
  } catch {
    // What cannot be removed could not be kept either.
  }
}

function keysOf(owner: string, storage: Drawer): readonly string[] {
  try {
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
    return keys.filter((key): key is string => key?.startsWith(keyOf(owner, '')) ?? false);
  } catch {
    return [];
  }
}

/** Whether somebody has begun something here that was not sent. */
export function hasDrafts(owner: string, storage: Drawer): boolean {
  return keysOf(owner, storage).length > 0;
}

/** All that somebody has begun here. */
export function dropDrafts(owner: string, storage: Drawer): void {
  for (const key of keysOf(owner, storage)) storage.removeItem(key);
}
