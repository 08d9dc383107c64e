/** What may be asked for without a token, as on AWS (infra/aws/api.ts). */
export const PUBLIC_PATHS: ReadonlySet<string> = new Set([
  '/healthz',
  '/v1/openapi.json',
  '/why-refused',
  '/.well-known/autoconfig/mail/config-v1.1.xml',
  '/mail/config-v1.1.xml',
  '/autodiscover/autodiscover.xml',
]);
