/** Connecting a mail program: the settings in plain words for the pages, and the files that programs fetch. */
import { z } from 'zod';

import type { Domain as MailDomain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import type { Dependencies } from './dependencies.ts';
import { appleProfile, outlookAddress, outlookFile, thunderbirdFile } from './mail-program-files.ts';
import { domainAsked, type Pair } from './mail-program-settings.ts';
import { problem } from './problem.ts';
import { reply, route, type Route } from './route.ts';
import { components } from './schemas.ts';
import { say } from './words/say.ts';

const Security = z
  .enum(['tls', 'starttls'])
  .describe('`tls`: from the start, often called SSL/TLS; `starttls`: on the same port after a word.');

export const MailProgramSettings = z
  .object({
    submission: z.object({
      host: z.string(),
      servers: z.array(z.object({ port: z.int(), security: Security })).describe('The better one first.'),
      users: z.array(z.string()).describe('User names that work; the password is an app password.'),
    }),
    incoming: z
      .object({
        protocol: z.enum(['imap']),
        host: z.string(),
        port: z.int(),
        security: Security,
        user: z.string(),
      })
      .nullable()
      .describe('The server of the home, which is not this system’s; null where it is not configured.'),
    reading: z
      .enum(['pages', 'home-server', 'outside-provider'])
      .describe('Where mail to the secure address is read.'),
    helps: z
      .object({
        thunderbird: z.string().nullable(),
        outlook: z.string().nullable(),
        apple: z.string().nullable(),
      })
      .describe('Paths of the files that set a program up by themselves; null where there is none.'),
  })
  .meta({
    examples: [
      {
        submission: {
          host: 'mx.secure.example.org',
          servers: [
            { port: 465, security: 'tls' },
            { port: 587, security: 'starttls' },
          ],
          users: ['alice@secure.example.org', 'alice@example.org'],
        },
        incoming: null,
        reading: 'pages',
        helps: { thunderbird: null, outlook: null, apple: null },
      },
    ],
  })
  .register(components, { id: 'MailProgramSettings' });

const THUNDERBIRD = '/.well-known/autoconfig/mail/config-v1.1.xml';
const OUTLOOK = '/autodiscover/autodiscover.xml';
const APPLE = '/v1/mail-program.mobileconfig';
/** A request of Outlook's has some 400 octets. */
const MOST_OCTETS = 16 * 1024;

export const getMailPrograms = route(
  'GET',
  '/v1/mail-programs',
  {
    summary: 'What to enter into a mail program',
    access: 'user',
    answer: { status: 200, schema: MailProgramSettings },
  },
  ({ user: { alias, home } }, { mailPrograms: { submission, incoming, reading } }) => {
    const has = incoming !== null;
    return reply({
      submission: {
        host: submission.host,
        servers: [
          { port: submission.submissionsPort, security: 'tls' as const },
          { port: submission.submissionPort, security: 'starttls' as const },
        ],
        users: [alias.address, home],
      },
      incoming: has
        ? {
            protocol: 'imap' as const,
            host: incoming.host,
            port: incoming.port,
            security: incoming.implicitTls ? ('tls' as const) : ('starttls' as const),
            user: home,
          }
        : null,
      reading,
      helps: {
        thunderbird: has ? THUNDERBIRD : null,
        outlook: has ? OUTLOOK : null,
        apple: has ? APPLE : null,
      },
    });
  },
);

/** Thunderbird asks at `autoconfig.<domain>` for the one path and at `<domain>` for the other. */
const thunderbirdAt = (path: '/mail/config-v1.1.xml' | typeof THUNDERBIRD): Route =>
  route(
    'GET',
    path,
    {
      summary: 'For Thunderbird and others: how to set up an address of ours (config-v1.1.xml)',
      description: 'The same for every address of a domain, whether it exists or not.',
      access: 'public',
      query: z.strictObject({ emailaddress: z.string().max(320).optional() }),
      answer: { status: 200, media: 'text/xml; charset=utf-8' },
      problems: ['not-found'],
    },
    ({ query: { emailaddress = null } }, { domains, mailPrograms }) => {
      const asked = domainAsked(emailaddress, domains, mailPrograms.incoming);
      if (asked.kind === 'none') return problem('not-found', asked.detail);
      return reply(thunderbirdFile(asked.pair, { ...mailPrograms, incoming: asked.incoming }));
    },
  );
export const getAutoconfig = thunderbirdAt(THUNDERBIRD);
export const getAutoconfigAtHost = thunderbirdAt('/mail/config-v1.1.xml');

export const postAutodiscover = route(
  'POST',
  OUTLOOK,
  {
    summary: 'For Outlook: how to set up an address of ours (autodiscover, POX)',
    description:
      'Takes Outlook’s XML. Answers alike for every address of a domain, whether it exists or not.',
    access: 'public',
    answer: { status: 200, media: 'text/xml; charset=utf-8' },
    problems: ['not-found', 'too-large'],
  },
  ({ octets }, { domains, mailPrograms }) => {
    if (octets.length > MOST_OCTETS)
      return problem('too-large', say('At most {limit} octets are taken here.', { limit: MOST_OCTETS }));
    const address = outlookAddress(octets.toString('utf8'));
    const mailbox = address === null ? null : parseMailbox(address);
    // Without an address there is no login name to answer with, however few domains there are.
    const asked = domainAsked(mailbox?.address ?? '', domains, mailPrograms.incoming);
    if (asked.kind === 'none' || mailbox === null)
      return problem(
        'not-found',
        asked.kind === 'none' ? asked.detail : say('The request names no address.'),
      );
    return reply(outlookFile(mailbox.address, asked.pair, { ...mailPrograms, incoming: asked.incoming }));
  },
);

function pairOf(address: string, domains: Dependencies['domains']): Pair | null {
  const alias = address.slice(address.lastIndexOf('@') + 1) as MailDomain;
  const home = domains.get(alias);
  return home === undefined ? null : { alias, home };
}

export const getAppleProfile = route(
  'GET',
  APPLE,
  {
    summary: 'For Apple’s Mail: a configuration profile',
    description: 'Not signed, and without passwords: the device says the one and asks for the other.',
    access: 'user',
    answer: {
      status: 200,
      media: 'application/x-apple-aspen-config',
      headers: { 'Content-Disposition': 'The name to save it under.' },
    },
    problems: ['incoming-server-unknown'],
  },
  ({ user: { alias, home } }, { domains, mailPrograms }) => {
    const { incoming } = mailPrograms;
    const pair = pairOf(alias.address, domains);
    if (incoming === null || pair === null)
      return problem(
        'incoming-server-unknown',
        say(
          'A profile has to say where mail is read, and no such server is configured here. Add the sending server by hand to the account that you have.',
        ),
      );
    const owner = { address: alias.address, home, name: alias.name };
    return reply(appleProfile(owner, pair, { ...mailPrograms, incoming }), {
      'Content-Disposition': 'attachment; filename="secure-alias.mobileconfig"',
    });
  },
);
