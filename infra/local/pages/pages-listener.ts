/**
 * The pages in front of the API, as CloudFront has them: files by their path, index.html for every other address that
 * a browser goes to (the pages know what is there), and all else to the API. Both get the same headers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { contentSecurityPolicy, frameHeaders, framePolicy, pagesHeaders } from '../../pages-headers.ts';
import { PUBLIC_PATHS, PUBLIC_POST_PATHS } from '../../public-paths.ts';
import type { Listener } from '../http/https-server.ts';
import { webClientId } from '../sign-in/access-token.ts';
import { pageFile, readPageFiles, type Encoding, type PageFile } from './page-files.ts';

export interface PagesOptions {
  readonly files: ReadonlyMap<string, PageFile>;
  /** What `/config.json` says. */
  readonly configuration: object;
  /** Origins that pages connect to, beside their own. */
  readonly connectTo: readonly string[];
  /** Answers everything that is no page. */
  readonly api: Listener;
}

/** These are never pages, whatever a browser accepts. */
const API_ROOMS = /^\/(v1|\.well-known|autodiscover)(\/|$)/;
const API_PATHS = new Set<string>([...PUBLIC_PATHS, ...PUBLIC_POST_PATHS]);

function isOfApi(path: string): boolean {
  return API_ROOMS.test(path) || API_PATHS.has(path);
}

/** `br;q=0` is a refusal (RFC 9110 section 12.5.3). */
export function chooseEncoding(accepted: string | undefined, file: PageFile): Encoding | null {
  const offers = (accepted ?? '')
    .split(',')
    .map((offer) => offer.trim().toLowerCase())
    .filter((offer) => !/;\s*q=0(\.0*)?$/.test(offer))
    .map((offer) => offer.split(';', 1)[0]?.trim());
  return (['br', 'gzip'] as const).find((each) => offers.includes(each) && each in file.encoded) ?? null;
}

/** A browser that goes to an address says that it wants HTML; a script that asks for something does not. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** The entity tag is of the content, so it is a weak one where encodings differ (RFC 9110 section 8.8.1). */
function send(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const encoding = chooseEncoding(request.headers['accept-encoding'], file);
  const body = (encoding === null ? undefined : file.encoded[encoding]) ?? file.plain;
  const entityTag = `W/${file.entityTag}`;
  const headers = { etag: entityTag, 'cache-control': file.cacheControl, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === entityTag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': body.length,
    ...(encoding !== null && { 'content-encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Makes the listener, to be mounted at `/`. */
export function createPages(options: PagesOptions): Listener {
  const { api, connectTo, configuration } = options;
  const files = new Map(options.files);
  files.set('/config.json', pageFile('/config.json', Buffer.from(JSON.stringify(configuration))));
  const headers = { ...pagesHeaders, 'content-security-policy': contentSecurityPolicy({ connectTo }) };
  return async (request, response) => {
    setHeaders(response, headers);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const file = reads && !isOfApi(path) ? files.get(path) : undefined;
    const frame = framePolicy(path);
    if (file !== undefined) {
      if (frame !== null) setHeaders(response, { ...frameHeaders, 'content-security-policy': frame });
      send(request, response, file);
      return;
    }
    const index = files.get('/index.html');
    if (index !== undefined && !isOfApi(path) && isNavigation(request)) send(request, response, index);
    else await api(request, response);
  };
}

/** The pages of a directory in front of the API, told of the local system they belong to. */
export async function pagesBefore(
  api: Listener,
  directory: string,
  told: {
    readonly issuer: string;
    readonly simulation: boolean;
    readonly aliasDomains: readonly string[];
    readonly messageSizeLimit: number;
  },
): Promise<Listener> {
  const configuration = { ...told, clientId: webClientId, mode: 'local' };
  return createPages({ files: await readPageFiles(directory), configuration, connectTo: [], api });
}
