/**
 * The owner's alias and its settings. The entity tag is the version of the stored item; a change under
 * `If-Match` happens only if nobody else was first (RFC 9110 section 13.1.1).
 */
import type { Alias } from '../../shared/store/aliases.ts';
import { AliasView } from './answers.ts';
import type { Dependencies } from './dependencies.ts';
import { ifMatchHolds } from './entity-tag.ts';
import { problem, type FieldError, type Problem, type ProblemName } from './problem.ts';
import { reply, route, type Reply, type ValueOf } from './route.ts';
import { AliasSettings } from './schemas.ts';
import type { z } from 'zod';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

type Settings = z.output<typeof AliasSettings>;

const answer = {
  status: 200,
  schema: AliasView,
  headers: { ETag: 'Strong entity tag of the settings, for If-Match.' },
} as const;

function entityTag(alias: Alias): string {
  return `"${alias.version}"`;
}

/** What the owner sees of the stored item. */
export function viewAlias(alias: Alias): ValueOf<typeof answer> {
  const { address, home, enabled, expert, level, overrides, language, updatedAt } = alias;
  return { address, home, enabled, expert, level, overrides: [...overrides], language, updatedAt };
}

function replyWith(alias: Alias): Reply<ValueOf<typeof answer>> {
  return reply(viewAlias(alias), { ETag: entityTag(alias) });
}

function refuse(name: ProblemName, found: readonly { pointer: string; detail: Sentence }[]): Problem | null {
  const errors: FieldError[] = found.map((error) => ({ in: 'body', ...error }));
  const [first] = errors;
  return first === undefined ? null : problem(name, first.detail, { errors });
}

/** The rules beyond the schema, most basic first: only the first kind that is broken is reported. */
function checkSettings(settings: Settings, { inside }: Dependencies): Problem | null {
  const { level, overrides, expert } = settings;
  const misplaced = overrides.flatMap(({ domain }, index) => {
    const pointer = `/overrides/${index}/domain`;
    if (inside(domain)) {
      return [
        {
          pointer,
          detail: say('{domain} is our own domain: mail to it never leaves the house.', { domain }),
        },
      ];
    }
    const first = overrides.findIndex((other) => other.domain === domain);
    return first < index
      ? [
          {
            pointer,
            detail: say('{domain} has a level already, at /overrides/{index}.', { domain, index: first }),
          },
        ]
      : [];
  });
  const beginner = expert
    ? []
    : [
        ...(level === 'encrypt'
          ? []
          : [
              {
                pointer: '/level',
                detail: say('The level {level} needs expert mode ("expert": true).', { level }),
              },
            ]),
        ...(overrides.length === 0
          ? []
          : [
              {
                pointer: '/overrides',
                detail: say('Levels for single domains need expert mode ("expert": true).'),
              },
            ]),
      ];
  return refuse('expert-mode-required', beginner) ?? refuse('invalid-request', misplaced);
}

export const getAlias = route(
  'GET',
  '/v1/alias',
  { summary: 'Your secure address and its settings', access: 'user', answer },
  ({ user }) => replyWith(user.alias),
);

/** How often a change without If-Match is tried anew on top of somebody else's. */
const CHANGE_TRIES = 3;

async function change(
  seen: Alias,
  settings: Settings,
  ifMatch: string | null,
  { aliases, now }: Dependencies,
): Promise<Alias | Problem> {
  let current = seen;
  for (let tries = 0; tries < CHANGE_TRIES; tries += 1) {
    if (!ifMatchHolds(ifMatch, entityTag(current))) break;
    const { language = current.language, ...rest } = settings;
    const changed = await aliases.change(current, { ...rest, language }, new Date(now()));
    if (changed !== null) return changed;
    // Gives the stored item by a consistent read; it exists, or the change could not have lost.
    current = await aliases.provision(current.address, current.home, current.name);
  }
  return ifMatchHolds(ifMatch, entityTag(current))
    ? problem('changed-meanwhile', say('Others keep changing these settings at the same moment. Try again.'))
    : problem('precondition-failed', say('Read the settings again, and repeat your change on top of them.'));
}

export const putAlias = route(
  'PUT',
  '/v1/alias',
  {
    summary: 'Change the settings of your secure address',
    description:
      'Replaces all settings; what is absent takes its default, but for `language`, which stays. Any level ' +
      'but `encrypt` and any override needs `"expert": true`.',
    access: 'user',
    body: AliasSettings,
    headers: { 'If-Match': 'Entity tag of the settings that you have seen, or `*`.' },
    answer,
    problems: ['expert-mode-required', 'precondition-failed', 'changed-meanwhile'],
  },
  async ({ user, body, header }, dependencies) => {
    const refusal = checkSettings(body, dependencies);
    if (refusal !== null) return refusal;
    const outcome = await change(user.alias, body, header('if-match'), dependencies);
    return 'kind' in outcome ? outcome : replyWith(outcome);
  },
);
