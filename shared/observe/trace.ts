/**
 * The trace of a message: one identifier in X-Ray's form, made where the message is accepted and handed on with
 * everything that is put onto a queue for its sake, up to the last try and the notice home. On AWS the queue carries
 * it in `AWSTraceHeader`, so that the functions' own traces are linked with it; log lines name it everywhere.
 *
 * Not done here: segments. Functions' are Lambda's own; the edge sends none (docs/decisions/0034).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** `Root=1-<8 hex: seconds>-<24 hex>;Parent=<16 hex>;Sampled=0|1`, the last two where they are known. */
export type TraceHeader = string & { readonly traceHeader: unique symbol };

const ROOT = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const PARENT = /^[0-9a-f]{16}$/;
const SAMPLED = /^[01]$/;

/** Its known fields and nothing else, since SQS refuses a message whose header is malformed; null without a root. */
export function parseTrace(text: string | undefined): TraceHeader | null {
  const fields = new Map<string, string>();
  for (const field of (text ?? '').split(';')) {
    const [name = '', value = ''] = field.trim().split('=');
    fields.set(name, value);
  }
  const known = (name: string, form: RegExp): string[] => {
    const value = fields.get(name) ?? '';
    return form.test(value) ? [`${name}=${value}`] : [];
  };
  const root = known('Root', ROOT);
  if (root.length === 0) return null;
  return [...root, ...known('Parent', PARENT), ...known('Sampled', SAMPLED)].join(';') as TraceHeader;
}

/** What log lines call it. */
export function rootOf(trace: TraceHeader): string {
  return trace.slice('Root='.length).split(';')[0] ?? '';
}

/** What X-Ray's default rule takes beyond the first of each second. */
const RATE = 0.05;

/**
 * Makes traces. Which of them X-Ray keeps is decided by its own default rule, the first of each second and one in
 * twenty of the others: a small house sees every message, a large one pays no more than it does for its functions.
 */
export function traceStarter(chance: () => number = Math.random): (now?: number) => TraceHeader {
  let lastSecond = -1;
  return (now = Date.now()) => {
    const second = Math.floor(now / 1000);
    const sampled = second !== lastSecond || chance() < RATE;
    lastSecond = second;
    const root = `1-${second.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
    return `Root=${root};Sampled=${sampled ? 1 : 0}` as TraceHeader;
  };
}

/** For this process. */
export const startTrace = traceStarter();

/** Of Lambda's runtime, where it runs several invocations at a time. */
interface Runtime {
  readonly awslambda?: { readonly InvokeStore?: { getXRayTraceId(): string | undefined } };
}

/**
 * What Lambda says of this invocation: in a variable, which is true while one invocation runs at a time, or where
 * several do, in a store of its own. Null elsewhere.
 */
function invocationTrace(): TraceHeader | null {
  const { InvokeStore } = (globalThis as Runtime).awslambda ?? {};
  return parseTrace(InvokeStore?.getXRayTraceId() ?? process.env['_X_AMZN_TRACE_ID']);
}

const messages = new AsyncLocalStorage<TraceHeader>();

/** Does the work of one message: what it logs and sends meanwhile bears the message's trace. */
export function inTrace<T>(trace: TraceHeader, work: () => T): T {
  return messages.run(trace, work);
}

/** As it came with a message from a queue; else the invocation's, as a new request has it; else a new one. */
export function traceOf(header?: string): TraceHeader {
  return parseTrace(header) ?? invocationTrace() ?? startTrace();
}

/** Of the message that is worked on; null outside of one. */
export function messageTrace(): TraceHeader | null {
  return messages.getStore() ?? null;
}

/** What goes onto a queue now bears this. */
export function currentTrace(): TraceHeader | null {
  return messageTrace() ?? invocationTrace();
}
