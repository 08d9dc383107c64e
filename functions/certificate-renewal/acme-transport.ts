/**
 * The HTTP client inside the ACME library, set to give up at once. By itself it waits as long as a server asks,
 * which for a rate limit is hours, while the function is paid for; and it drops the type of an error. Here every
 * refusal is an `AcmeRefusal` with the server's own type and words (RFC 8555 section 6.7), and the next day's run
 * tries again.
 */
import { axios } from 'acme-client';

const TYPE = 'urn:ietf:params:acme:error:';
const ANSWER_MILLISECONDS = 30_000;
const LARGEST_ANSWER = 1024 * 1024;

/** `type` as in RFC 8555 section 6.7, without its prefix; or `unreachable`, or `http-…`. */
export class AcmeRefusal extends Error {
  readonly type: string;
  readonly retryAfter: string | null;

  constructor(type: string, detail: string, retryAfter: string | null = null) {
    super(detail);
    this.name = 'AcmeRefusal';
    this.type = type;
    this.retryAfter = retryAfter;
  }
}

/** What a problem document says (RFC 7807), with its parts: CAA and rate limits name the identifier there. */
export function refusalIn(
  problem: unknown,
  otherwise: string,
  retryAfter: string | null = null,
): AcmeRefusal {
  const { type, detail, subproblems } = (problem ?? {}) as Record<string, unknown>;
  const parts = (Array.isArray(subproblems) ? subproblems : [])
    .map((part: { detail?: unknown }) => part.detail)
    .filter((text) => typeof text === 'string');
  const words = [typeof detail === 'string' ? detail : 'no detail given', ...parts].join('; ');
  const name = typeof type === 'string' && type.startsWith(TYPE) ? type.slice(TYPE.length) : otherwise;
  // One line, and not without end: these are a stranger's words.
  return new AcmeRefusal(name, words.replace(/\s+/g, ' ').slice(0, 500), retryAfter);
}

interface Failed {
  readonly code?: string;
  readonly response?: {
    readonly status: number;
    readonly data: unknown;
    readonly headers: Readonly<Record<string, unknown>>;
  };
}

axios.defaults.timeout = ANSWER_MILLISECONDS;
axios.defaults.maxContentLength = LARGEST_ANSWER;
axios.interceptors.response.clear();
// The library's request interceptor makes every answer come as an error.
axios.interceptors.response.use(undefined, (error: unknown) => {
  const { response, code = 'no answer' } = error as Failed;
  if (response === undefined)
    throw new AcmeRefusal('unreachable', `the ACME server does not answer: ${code}`);
  const { status, data, headers } = response;
  if (status < 400) return response;
  const retryAfter = headers['retry-after'];
  const refusal = refusalIn(data, `http-${status}`, typeof retryAfter === 'string' ? retryAfter : null);
  // The library asks again with the nonce that came with it (RFC 8555 section 6.5).
  if (refusal.type === 'badNonce') return response;
  throw refusal;
});
