/** What a provider's mail servers present now, so that an operator can compare it out of band and add it. */
import { refuseOwnDomain } from './admin-trust.ts';
import { viewPresentedHost } from './presented-view.ts';
import { reply, route } from './route.ts';
import { TrustPreview } from './trust-answers.ts';
import { viewTrustEntry } from './trust-entry-view.ts';
import { TrustPreviewRequest } from './trust-schemas.ts';
import { sayAgain } from './words/say.ts';

export const postTrustPreview = route(
  'POST',
  '/v1/admin/trust/preview',
  {
    summary: "What a domain's mail servers present now",
    description:
      'Looks, and sends no mail. What is seen here may come from somebody in between: compare it out of band ' +
      'before you add it.',
    access: 'operator',
    body: TrustPreviewRequest,
    answer: { status: 200, schema: TrustPreview },
  },
  async ({ user, body: { domain } }, dependencies) => {
    const { trustEntries, lookAt, observer, now } = dependencies;
    const refusal = refuseOwnDomain(domain, dependencies);
    if (refusal !== null) return refusal;
    observer.info('trust preview', { operator: user.home, domain });
    const [entries, presented] = await Promise.all([trustEntries.entriesFor(domain), lookAt(domain)]);
    const at = now();
    const hosts = presented.kind === 'hosts' ? presented.hosts : [];
    return reply({
      domain,
      hosts: hosts.map((host) => viewPresentedHost(host, domain, entries, new Date(at))),
      detail: presented.kind === 'no-hosts' ? sayAgain(presented.detail, { domain }) : null,
      entries: entries.map((entry) => viewTrustEntry(entry, at)),
    });
  },
);
