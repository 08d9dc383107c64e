/**
 * An edge alone in a process (run with --expose-gc and an IPC channel), with the real object store. Tells its
 * port, then for each message how far memory in use had grown at its highest.
 */
import { startEdge } from '../../../functions/smtp-edge/edge.ts';
import { bodyStore } from '../../../shared/store/bodies.ts';
import { startWorld } from './edge-world.ts';

const MIB = 1024 * 1024;

function inUse(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const bodies = bodyStore('bodies');
const world = await startWorld();
let baseline = 0;
let peak = 0;
let stored = 0;
const edge = await startEdge(
  { ...world.configuration, maxMessageSize: 26 * MIB },
  {
    ...world.dependencies,
    bodies: {
      open: (key) => {
        const writer = bodies.open(key);
        return {
          write: async (chunk) => {
            await writer.write(chunk);
            const before = Math.floor(stored / MIB);
            stored += chunk.length;
            if (Math.floor(stored / MIB) > before) peak = Math.max(peak, inUse());
          },
          complete: () => writer.complete(),
          abort: () => writer.abort(),
        };
      },
    },
    home: {
      send: () => {
        process.send?.({ kind: 'taken', growth: Math.max(peak, inUse()) - baseline });
        return Promise.resolve();
      },
    },
  },
);
process.on('message', () => {
  baseline = inUse();
  peak = baseline;
  stored = 0;
  process.send?.({ kind: 'ready' });
});
process.on('disconnect', () => {
  void Promise.all([edge.drain(), world.close()]).then(() => process.exit());
});
process.send?.({ kind: 'listening', port: edge.ports.mx });
