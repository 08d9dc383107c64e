/**
 * Reads out of the source every English sentence that the API can say, wherever it says one: `say('…')`, the
 * messages of schemas, and the faults of the other rooms whose sentences it says again. What is no plain text there
 * is a finding, too: nobody could tell whether it has German.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../../..');

export interface Collected {
  /** By sentence: where it stands. */
  readonly sentences: ReadonlyMap<string, string>;
  /** Places where a sentence ought to be and something else is. */
  readonly unreadable: readonly string[];
}

/** Methods of zod that take a message first of all, and those that take one behind something else. */
const MESSAGE_FIRST = new Set([
  'string',
  'boolean',
  'number',
  'int',
  'nonempty',
  'positive',
  'nonnegative',
  'datetime',
  'email',
  'url',
]);
const MESSAGE_BEHIND = new Set([
  'refine',
  'regex',
  'min',
  'max',
  'length',
  'enum',
  'gt',
  'gte',
  'lt',
  'lte',
  'multipleOf',
  'startsWith',
  'endsWith',
  'includes',
  'array',
  'literal',
]);
/** Files that say other rooms' sentences again: those that ELSEWHERE and PRESENTED name. */
const SAYS_AGAIN = new Set(['admin-trust.ts', 'message-upload.ts', 'presented-view.ts', 'trust-preview.ts']);
/** Properties under which zod takes a message. */
const MESSAGE = new Set(['message', 'error']);

/** Rooms that know nothing of languages, whose faults the API says again. */
const ELSEWHERE = ['shared/tls/trust-material.ts', 'shared/mail/originator.ts'];
const PRESENTED = 'shared/next-hop/presented.ts';

/** A text without substitutions; `${name}` of a plain name counts as the placeholder `{name}`. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (!ts.isTemplateExpression(node)) return null;
  let text = node.head.text;
  for (const { expression, literal } of node.templateSpans) {
    if (!ts.isIdentifier(expression)) return null;
    text += `{${expression.text}}${literal.text}`;
  }
  return text;
}

function calleeOf({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** Whether a name is a parameter that can be nothing but a sentence with German: the compiler sees to that. */
function isTyped(name: ts.Identifier): boolean {
  for (let scope: ts.Node = name.parent; !ts.isSourceFile(scope); scope = scope.parent) {
    if (!ts.isFunctionLike(scope)) continue;
    const own = scope.parameters.find((parameter) => parameter.name.getText() === name.text);
    if (own !== undefined) return own.type?.getText() === 'English';
  }
  return false;
}

class Collector {
  readonly sentences = new Map<string, string>();
  readonly unreadable: string[] = [];

  read(file: string, visit: (node: ts.Node) => void): void {
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(relative(ROOT, file), text, ts.ScriptTarget.ES2024, true);
    const walk = (node: ts.Node): void => {
      visit(node);
      ts.forEachChild(node, walk);
    };
    walk(source);
  }

  take(node: ts.Node | undefined, isKnownOtherwise = false): void {
    if (node === undefined) return;
    const text = textOf(node);
    const source = node.getSourceFile();
    const place = `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (text !== null) this.sentences.set(text, place);
    else if (!isKnownOtherwise) this.unreadable.push(`${place}: ${node.getText()}`);
  }

  /** What `say` is given. `title` of problem.ts is one of PROBLEMS, which the test reads by itself. */
  say = (node: ts.Node): void => {
    if (!ts.isCallExpression(node) || calleeOf(node) !== 'say') return;
    const [first] = node.arguments;
    const isTitle = first?.getText() === 'title' && first.getSourceFile().fileName.endsWith('/problem.ts');
    this.take(first, isTitle);
  };

  #property(property: ts.ObjectLiteralElementLike): void {
    const name = property.name?.getText() ?? '';
    if (!MESSAGE.has(name)) return;
    if (ts.isShorthandPropertyAssignment(property)) this.take(property.name, isTyped(property.name));
    if (!ts.isPropertyAssignment(property)) return;
    const { initializer } = property;
    if (!ts.isArrowFunction(initializer)) this.take(initializer);
    // Chooses among messages: each of them, but for "zod's own" (undefined).
    else this.#branches(initializer.body);
  }

  #branches(node: ts.Node): void {
    if (ts.isParenthesizedExpression(node)) this.#branches(node.expression);
    else if (ts.isConditionalExpression(node)) {
      this.#branches(node.whenTrue);
      this.#branches(node.whenFalse);
    } else this.take(node, node.getText() === 'undefined');
  }

  /** Ways around `say`: a sentence made by hand, or another room's that is not looked at below. */
  around = (node: ts.Node): void => {
    const file = basename(node.getSourceFile().fileName);
    const byHand = ts.isNewExpression(node) && /\bSentence$/.test(node.expression.getText());
    const again = ts.isCallExpression(node) && calleeOf(node) === 'sayAgain' && !SAYS_AGAIN.has(file);
    if (byHand || again) this.unreadable.push(`${file}: ${node.getText()}`);
  };

  /** The messages of schemas. */
  schema = (node: ts.Node): void => {
    if (!ts.isCallExpression(node)) return;
    const callee = calleeOf(node);
    const isMethod = ts.isPropertyAccessExpression(node.expression);
    const first = isMethod && MESSAGE_FIRST.has(callee);
    const behind = callee === 'refuse' || (isMethod && MESSAGE_BEHIND.has(callee));
    // The fields of a thing, of which one may be called `message`.
    const shape = callee === 'object' || callee === 'strictObject' ? node.arguments[0] : undefined;
    for (const [index, argument] of node.arguments.entries()) {
      if (argument === shape) continue;
      if (ts.isObjectLiteralExpression(argument)) {
        argument.properties.forEach((each) => {
          this.#property(each);
        });
      } else if ((first || (behind && index > 0)) && textOf(argument) !== null) this.take(argument);
    }
  };

  /** What may keep a server from being seen: what `problemOf` returns, and `detail` about a domain. */
  presented = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) this.take(node.expression, true);
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'detail') {
      // What is no domain is not asked for: the schema of the request has refused it.
      if (!node.initializer.getText().includes('${text}')) this.take(node.initializer, true);
    }
  };

  /** The faults of another room: the second argument of `fault`. */
  fault = (node: ts.Node): void => {
    if (!ts.isCallExpression(node) || calleeOf(node) !== 'fault') return;
    const [, text] = node.arguments;
    // What one of these passes on from elsewhere is a technical line.
    this.take(text, true);
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, folder, name));
}

export function collectSentences(): Collected {
  const collector = new Collector();
  for (const file of filesIn('functions/settings-api')) {
    const isOurs = basename(dirname(file)) !== 'words';
    collector.read(file, (node) => {
      collector.say(node);
      collector.schema(node);
      if (isOurs) collector.around(node);
    });
  }
  for (const file of ELSEWHERE) collector.read(join(ROOT, file), collector.fault);
  collector.read(join(ROOT, PRESENTED), collector.presented);
  return collector;
}
