/** How an HTTPS request to a stranger can fail, as data, and how an error of Node's becomes that. Pure. */

export interface HttpsFailure {
  readonly kind: 'failed';
  readonly step:
    /** The name could not be looked up, or has no address. */
    | 'name'
    /** It has only addresses that we do not connect to. */
    | 'address'
    /** No connection, or no TLS. */
    | 'connection'
    /** The certificate does not verify. */
    | 'certificate'
    /** The connection broke off, or what came was not HTTP. */
    | 'answer'
    | 'too-large'
    | 'deadline';
  readonly detail: string;
}

/** OpenSSL's verification results as Node names them, and Node's own for the name. */
const CERTIFICATE_CODES = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'HOSTNAME_MISMATCH',
  'UNSPECIFIED',
]);

/** Takes what was thrown, and the step that it happened in unless its code says better. */
export function failureOf(
  error: unknown,
  host: string,
  step: HttpsFailure['step'],
  signal: AbortSignal,
): HttpsFailure {
  if (signal.aborted) return { kind: 'failed', step: 'deadline', detail: `${host} took too long` };
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return CERTIFICATE_CODES.has(code)
    ? { kind: 'failed', step: 'certificate', detail: `the certificate of ${host} does not verify (${code})` }
    : { kind: 'failed', step, detail: `${host} could not be asked (${code})` };
}
