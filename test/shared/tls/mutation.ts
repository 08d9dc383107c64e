/** Certificates with something changed: in their octets, or in their structure with all lengths right again. */
import { sign, type KeyObject } from 'node:crypto';

import { readAll, readOne, type Element } from '../../../shared/tls/der.ts';
import { element, sequence } from './certificate-maker.ts';
import type { Random } from './random.ts';

/** One to three changes of octets: a bit, an octet, a piece left out, put in, or written twice. */
export function mutateOctets(random: Random, original: Buffer): Buffer {
  let octets: Buffer = Buffer.from(original);
  const changes = 1 + random.below(3);
  for (let change = 0; change < changes && octets.length > 0; change += 1) {
    const at = random.below(octets.length);
    const length = 1 + random.below(random.chance(0.8) ? 4 : 64);
    const piece = octets.subarray(at, at + length);
    const rest = octets.subarray(at + length);
    switch (random.below(6)) {
      case 0:
        octets[at] = (octets[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        octets[at] = random.pick([0x00, 0x01, 0x7f, 0x80, 0x81, 0x84, 0xff, 0x30, 0x04, 0x06]);
        break;
      case 2:
        octets = Buffer.concat([octets.subarray(0, at), rest]);
        break;
      case 3:
        octets = Buffer.concat([octets.subarray(0, at), piece, piece, rest]);
        break;
      case 4:
        octets = Buffer.concat([octets.subarray(0, at), randomOctets(random, length), piece, rest]);
        break;
      default:
        octets = Buffer.from(octets.subarray(0, at));
    }
  }
  return octets;
}

export const randomOctets = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.below(256)));

interface Node {
  tag: number;
  content: Node[] | Buffer;
}

/** Sequences, sets, explicit tags, and octet strings that hold DER, as extensions do. */
function toTree({ tag, content }: Element): Node {
  const mayHold = (tag & 0x20) !== 0 || (tag === 0x04 && content.length > 0);
  const children = mayHold ? readAll(content) : null;
  return { tag, content: children === null ? content : children.map(toTree) };
}

const toDer = ({ tag, content }: Node): Buffer =>
  element(tag, ...(Buffer.isBuffer(content) ? [content] : content.map(toDer)));

function nodesOf(tree: Node): Node[] {
  return [tree, ...(Buffer.isBuffer(tree.content) ? [] : tree.content.flatMap(nodesOf))];
}

/** One to three changes of elements: another tag, other content, left out, twice, in another order, borrowed. */
export function mutateStructure(random: Random, original: Buffer, donor: Buffer): Buffer {
  const root = readOne(original);
  const other = readOne(donor);
  if (root === null || other === null) return mutateOctets(random, original);
  const tree = toTree(root);
  const changes = 1 + random.below(3);
  for (let change = 0; change < changes; change += 1) {
    const node = random.pick(nodesOf(tree));
    if (random.chance(0.15)) {
      node.tag = random.pick([node.tag ^ 0x20, node.tag ^ 0x80, node.tag ^ 1, random.below(256)]) || 0x30;
    } else if (Buffer.isBuffer(node.content)) {
      node.content = mutateOctets(random, node.content);
    } else {
      mutateChildren(random, node.content, nodesOf(toTree(other)));
    }
  }
  return toDer(tree);
}

function mutateChildren(random: Random, children: Node[], donors: readonly Node[]): void {
  const at = random.below(Math.max(1, children.length));
  const child = children[at];
  switch (random.below(5)) {
    case 0:
      children.splice(at, 1);
      break;
    case 1:
      if (child !== undefined) children.splice(at, 0, child);
      break;
    case 2:
      children.reverse();
      break;
    case 3:
      children.splice(at, 1, random.pick(donors));
      break;
    default:
      children.splice(at, 0, random.pick(donors));
  }
}

/** A certificate with its to-be-signed part changed and signed anew: what a hostile authority could issue. */
export function reissue(random: Random, original: Buffer, donor: Buffer, issuer: KeyObject): Buffer {
  const [tbs, algorithm] = readAll(readOne(original)?.content ?? Buffer.alloc(0)) ?? [];
  const [donated] = readAll(readOne(donor)?.content ?? Buffer.alloc(0)) ?? [];
  if (tbs === undefined || algorithm === undefined || donated === undefined) {
    throw new TypeError('reissue needs a certificate');
  }
  const changed = mutateStructure(random, tbs.whole, donated.whole);
  const signature = sign('sha256', changed, issuer);
  return sequence(changed, algorithm.whole, element(0x03, Buffer.from([0]), signature));
}
