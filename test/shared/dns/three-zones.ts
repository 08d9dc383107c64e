/** The little world of most tests here: test, with a.test and b.test below it, all signed. */
import type { Looked, Lookup, QueryType } from '../../../shared/dns/lookup.ts';
import { validatingLookup, type ValidatingOptions } from '../../../shared/dns/validating-lookup.ts';
import { clock, rr, signatureOf, SignedWorld } from './signed-world.ts';

export const HOST = 'mx.a.test';
export const newWorld = (): SignedWorld => new SignedWorld('test', 'a.test', 'b.test');

export function lookupIn(world: SignedWorld, more: Partial<ValidatingOptions> = {}): Lookup {
  return validatingLookup({ ask: world.ask, anchors: world.anchors, clock, ...more });
}

export const look = (
  world: SignedWorld,
  name: string,
  type: QueryType,
  more: Partial<ValidatingOptions> = {},
): Promise<Looked> => lookupIn(world, more).lookup(name, type);

/** The records and one signature of a.test over them, as the answer for HOST A. */
export function answerA(
  world: SignedWorld,
  fields: Parameters<typeof signatureOf>[3],
  zone = 'a.test',
): void {
  const record = rr(HOST, 'A', '192.0.2.1');
  world.set(HOST, 'A', { answers: [record, signatureOf(zone, world.key(zone), [record], fields)] });
}

/** One rule, broken or kept. */
export interface Row {
  readonly name: string;
  readonly expect: Looked['kind'];
  readonly arrange: (world: SignedWorld) => void;
}
