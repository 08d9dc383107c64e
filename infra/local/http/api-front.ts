/** API Gateway in front of the settings API, as the local system sets it up. */
import { PUBLIC_PATHS, PUBLIC_POST_PATHS } from '../../public-paths.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { createHttpApi, type HttpApiOptions } from './http-api.ts';
import type { Listener } from './https-server.ts';
import { createJwtAuthorizer } from './jwt-authorizer.ts';

export interface ApiFrontOptions
  extends Pick<SignIn, 'issuer' | 'audience' | 'keys'>, Pick<HttpApiOptions, 'invoke' | 'onError'> {
  /** Octets. */
  readonly maxMessageSize: number;
}

const PUBLIC = new Set([...PUBLIC_PATHS, ...PUBLIC_POST_PATHS]);

/** Makes the listener, which takes tokens of our own sign-in only. */
export function apiFront({ issuer, audience, keys, maxMessageSize, ...rest }: ApiFrontOptions): Listener {
  return createHttpApi({
    ...rest,
    authorizer: createJwtAuthorizer({ issuer, audience, keys }),
    isPublic: (path) => PUBLIC.has(path),
    // Base64 of a message of the largest size, and the JSON around it.
    largestBody: Math.ceil(maxMessageSize * 1.4) + 64 * 1024,
    timeout: 30_000,
  });
}
