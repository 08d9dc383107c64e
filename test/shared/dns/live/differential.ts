/**
 * Our validator and Unbound on the same altered answers. One rule must hold: what is secure to us is secure
 * to Unbound, with the same records. Everything else is counted.
 */
import type { LiveWorld } from './live-world.ts';
import { alterations, damage } from './alterations.ts';
import { startForwarder, type AlteringForwarder } from './altering-forwarder.ts';
import { putTogether, questionEnd, takeApart, type LooseMessage } from './loose-message.ts';
import { questionsAbout, type Question } from './questions.ts';
import { lieOf, type Liar } from './signed-lies.ts';
import { askUnbound, comparable, type UnboundVerdict } from './unbound-verdict.ts';
import { keysOf } from './zone-keys.ts';
import { createClient } from '../../../../shared/dns/client.ts';
import type { Looked } from '../../../../shared/dns/lookup.ts';
import { validatingLookup } from '../../../../shared/dns/validating-lookup.ts';
import { decodeMessage } from '../../../../shared/dns/wire/message.ts';
import { recordTypes } from '../../../../shared/dns/wire/record-types.ts';
import { randomFrom, type Random } from '../random.ts';

export interface Case {
  readonly question: Question;
  /** By `name/type`. */
  readonly altered: ReadonlyMap<string, Buffer>;
  /** What was done, for a person. */
  readonly story: readonly string[];
}

export interface Outcome {
  readonly cases: number;
  /** Unbound's verdict, ours: how often. */
  readonly verdicts: ReadonlyMap<string, number>;
  /** Every secure of ours that Unbound does not call so. */
  readonly conflicts: readonly string[];
  /** The verdicts with our reasons, the names in them left out: how often, and one example. */
  readonly reasons: ReadonlyMap<string, { readonly count: number; readonly example: string }>;
}

export interface DifferentialOptions {
  readonly cases: number;
  readonly seed: number;
  readonly progress?: (done: number) => void;
}

const liarZones = ['ec.test', 'nsec3.test', 'wild.test', 'wild3.test', 'optout.test', 'deep.mid.test'];

const keyOf = ([name, type]: Question): string => `${name.toLowerCase()}/${recordTypes[type]}`;

function wrong(theirs: UnboundVerdict, looked: Looked): boolean {
  if (looked.kind !== 'secure') return false;
  if (theirs.kind !== 'secure' || theirs.found !== looked.found) return true;
  return theirs.records.join() !== comparable(looked.records).join();
}

const summary = (looked: Looked): string =>
  'found' in looked ? `${looked.kind} ${looked.found}` : looked.kind;

export async function compareOnAltered(world: LiveWorld, options: DifferentialOptions): Promise<Outcome> {
  await using open = new AsyncDisposableStack();
  const endpoint = world.freeEndpoint();
  const forwarder = open.use(await startForwarder(endpoint, world.plain));
  const unbound = await world.startUnbound({
    anchors: world.signed.anchors,
    forwardTo: endpoint,
    settings: ['edns-buffer-size: 65500', 'val-bogus-ttl: 0', 'val-max-restart: 1', 'outbound-msg-retry: 2'],
  });
  open.defer(unbound.stop);
  const client = createClient({ servers: [{ ...unbound, transport: 'udp' }], queryMilliseconds: 20_000 });
  open.defer(client.close);

  const look = async ([name, type]: Question, asked: string[] = []): Promise<Looked> =>
    validatingLookup({
      anchors: world.anchors,
      ask: async (of, number) => {
        asked.push(`${of}/${number}`);
        return decodeMessage(await forwarder.answer(of, number));
      },
    }).lookup(name, type);

  const make = await caseMaker(world, forwarder, look);
  const random = randomFrom(options.seed);
  const verdicts = new Map<string, number>();
  const reasons = new Map<string, { count: number; example: string }>();
  const conflicts: string[] = [];
  for (let done = 0; done < options.cases; done++) {
    const { question, altered, story } = make(random);
    forwarder.alter(altered);
    await unbound.flush();
    let theirs = await askUnbound(client, ...question);
    const looked = await look(question);
    if (wrong(theirs, looked)) {
      // Once more, in case something remembered or lost coloured the verdict.
      await unbound.flush();
      theirs = await askUnbound(client, ...question);
    }
    const verdict = `${theirs.kind === 'bogus' ? 'bogus' : `${theirs.kind} ${theirs.found}`} | ${summary(looked)}`;
    const told = `case ${done}, ${question.join(' ')}: ${story.join('; ')}; Unbound ${JSON.stringify(theirs)}, we ${JSON.stringify(looked)}`;
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    const reason = `${verdict}: ${looked.detail.replace(/\b[\w*.-]*\.?test\b/g, '…')}`;
    reasons.set(reason, {
      count: (reasons.get(reason)?.count ?? 0) + 1,
      example: reasons.get(reason)?.example ?? told,
    });
    if (wrong(theirs, looked)) conflicts.push(told);
    options.progress?.(done + 1);
  }
  return { cases: options.cases, verdicts, conflicts, reasons };
}

/** Asks every question once without alterations, for the true answers; gives what makes the cases. */
async function caseMaker(
  world: LiveWorld,
  forwarder: AlteringForwarder,
  look: (question: Question, asked: string[]) => Promise<Looked>,
): Promise<(random: Random) => Case> {
  const secure: { question: Question; asked: readonly string[] }[] = [];
  const others: typeof secure = [];
  for (const question of questionsAbout(world.signed.texts)) {
    const asked: string[] = [];
    const { kind } = await look(question, asked);
    (kind === 'secure' ? secure : others).push({ question, asked });
  }
  const [thief] = await keysOf('attacker.test', world.signed);
  if (thief === undefined) throw new Error('attacker.test has no key');
  const liars: Liar[] = [];
  for (const zone of liarZones) {
    const key = (await keysOf(zone, world.signed)).find(({ flags }) => flags === 256);
    if (key !== undefined) liars.push({ zone, key, thief });
  }
  const donors = [...forwarder.trueAnswers].map(([key, octets]) => ({ key, message: takeApart(octets) }));
  const names = Object.keys(alterations);

  const alter = (key: string, random: Random, story: string[]): Buffer => {
    const original = forwarder.trueAnswers.get(key);
    if (original === undefined) throw new Error(`${key} was never asked`);
    // Answers of the same zone are the best material for a forgery.
    const zone = key
      .replace(/\/\d+$/, '')
      .split('.')
      .slice(-2)
      .join('.');
    const near = donors.filter((donor) => donor.key.replace(/\/\d+$/, '').endsWith(zone));
    const donor = (): LooseMessage =>
      random.pick(random.onceIn(3) || near.length === 0 ? donors : near).message;
    let message = takeApart(original);
    for (let times = 0; times === 0 || (times < 3 && random.onceIn(3)); times++) {
      const name = random.pick(names);
      story.push(`${key}: ${name}`);
      message = alterations[name]?.(message, { random, donor }) ?? message;
    }
    const made = putTogether(message);
    const octets = random.onceIn(6) ? damage(made, questionEnd(made), random) : made;
    story.push(octets.equals(made) ? `${key}:` : `${key}, damaged:`, octets.toString('base64'));
    return octets;
  };

  return (random) => {
    if (random.onceIn(3)) {
      const lie = lieOf(random.pick(liars), Math.floor(Date.now() / 1000), random);
      const octets = putTogether(takeApart(lie.octets));
      return {
        question: lie.question,
        altered: new Map([[keyOf(lie.question), octets]]),
        story: [lie.what, octets.toString('base64')],
      };
    }
    const { question, asked } = random.pick(random.onceIn(6) ? others : secure);
    const story: string[] = [];
    const keys = random.onceIn(3) ? [keyOf(question)] : [random.pick(asked)];
    if (random.onceIn(3)) keys.push(random.pick(asked));
    return { question, altered: new Map(keys.map((key) => [key, alter(key, random, story)])), story };
  };
}
