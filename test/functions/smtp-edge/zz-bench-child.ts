import { startEdge } from '../../../functions/smtp-edge/edge.ts';
import { startWorld } from './edge-world.ts';
const world = await startWorld();
const edge = await startEdge(
  { ...world.configuration, limits: { ...world.configuration.limits, messages: 1e6 } },
  {
    ...world.dependencies,
    observer: { ...world.dependencies.observer, info() {}, count() {} },
    home: { send: () => Promise.resolve() },
  },
);
let t: NodeJS.CpuUsage;
process.on('message', (m) => {
  if (m === 'start') {
    t = process.cpuUsage();
    process.send?.('go');
  } else {
    const u = process.cpuUsage(t);
    process.send?.({ user: u.user, system: u.system });
  }
});
process.on('disconnect', () => process.exit());
process.send?.(edge.ports.mx);
