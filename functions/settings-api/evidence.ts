/**
 * A delivery's evidence as a signed document: for programs as JSON or a bare JWS, for people as HTML. It is signed
 * anew each time it is asked for, and says the same each time. The public keys are for everybody.
 */
import { createHash } from 'node:crypto';

import type { z } from 'zod';

import type { EvidenceClaims } from '../../shared/evidence/claims.ts';
import { composeEvidence } from '../../shared/evidence/compose.ts';
import { DOCUMENT_STYLE, renderDocument } from '../../shared/evidence/document.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { preferredMedia } from './accepted-media.ts';
import { EvidenceKeys, EvidenceQuery, EvidenceView, type EvidenceClaimsView } from './evidence-answers.ts';
import { notFound, problem } from './problem.ts';
import { reply, route } from './route.ts';
import { say } from './words/say.ts';

const KEYS_PATH = '/v1/evidence-keys';

/** The document is a file to keep; where a browser shows it all the same, it loads and runs nothing. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(DOCUMENT_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox',
].join('; ');

/** The same, as lists that the schema's type can have. */
function viewClaims(claims: EvidenceClaims): z.input<typeof EvidenceClaimsView> {
  const { recipients, relays, attempts } = claims;
  return { ...claims, recipients: [...recipients], relays: [...relays], attempts: [...attempts] };
}

export const getEvidence = route(
  'GET',
  '/v1/deliveries/{id}/evidence',
  {
    summary: 'What became of a message, as a signed document',
    description:
      'For finished deliveries, delivered or not. `application/json` has the JWS and what is in it, ' +
      '`application/jose` the JWS alone, `text/html` a document for people with the JWS in it. Anybody can verify ' +
      `it with the keys at \`${KEYS_PATH}\`. \`subject=omit\` leaves the subject out, for passing it on.`,
    access: 'user',
    query: EvidenceQuery,
    headers: { Accept: 'Which of the media types to send; JSON by default.' },
    answer: {
      status: 200,
      schema: EvidenceView,
      alsoMedia: ['application/jose', 'text/html'],
      headers: { 'Content-Disposition': 'A name for the file.' },
    },
    problems: ['not-found', 'delivery-not-finished'],
  },
  async ({ user, parameters: { id }, query, header }, { deliveries, evidence, publicUrl, now }) => {
    const delivery = isIdentifier(id) ? await deliveries.get(id) : null;
    if (delivery?.owner !== user.home) return notFound();
    const composed = composeEvidence({
      delivery,
      sender: user.alias.address,
      issuer: publicUrl.origin,
      withSubject: query.subject === 'include',
      now: now(),
    });
    if (composed.kind === 'not-finished') {
      return problem(
        'delivery-not-finished',
        say('This delivery is still under way. There is a document once it is delivered or has come back.'),
      );
    }
    const { claims } = composed;
    const jws = await evidence.sign(claims);
    const named = (extension: string): Record<string, string> => ({
      'Content-Disposition': `attachment; filename="evidence-${delivery.id}.${extension}"`,
      Vary: 'Accept',
    });
    switch (preferredMedia(header('accept'), ['application/json', 'application/jose', 'text/html'])) {
      case 'application/json':
        return reply(
          { jws, claims: viewClaims(claims), keys: new URL(KEYS_PATH, publicUrl).href },
          named('json'),
        );
      case 'application/jose':
        return reply(jws, { ...named('jws'), 'Content-Type': 'application/jose' });
      case 'text/html':
        return reply(renderDocument(claims, jws, query.language ?? user.alias.language), {
          ...named('html'),
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': POLICY,
          'Referrer-Policy': 'no-referrer',
        });
    }
  },
);

export const getEvidenceKeys = route(
  'GET',
  KEYS_PATH,
  {
    summary: 'The public keys that evidence is verified with (JWK Set, RFC 7517)',
    description: 'The first one signs now; the others have signed earlier evidence, which they still verify.',
    access: 'public',
    answer: { status: 200, schema: EvidenceKeys },
  },
  async (_call, { evidence }) =>
    reply({ keys: [...(await evidence.publicKeys())] }, { 'Cache-Control': 'public, max-age=3600' }),
);
