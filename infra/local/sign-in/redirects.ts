/**
 * Where the sign-in may send a browser back to: any page of our own origin, and a loopback address of this
 * machine with any port, for programs (RFC 8252 section 7.3). Pure.
 *
 * OAuth asks for exact redirect addresses; every page of ours may start a sign-in, and PKCE makes a code
 * useless to anybody but who started it.
 */
export function mayReturnTo(uri: string, origin: string): boolean {
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  // Fragments are forbidden (RFC 6749 section 3.1.2), and names before an @ only deceive.
  if (url.hash || url.username || url.password) return false;
  if (url.origin === origin) return !/^\/oidc(\/|$)/.test(url.pathname);
  return url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
