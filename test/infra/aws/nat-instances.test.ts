/**
 * What a NAT instance does, done here: the commands of its script between two hosts, each of the three a network
 * namespace of its own that nothing leads out of.
 */
import { equal, match, ok } from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { natScript } from '../../../infra/aws/nat-instances.ts';
import { needsRoot } from '../../peers/debian-packages.ts';
import { needsOwnNetwork } from '../../peers/network-namespace.ts';

const skip = needsRoot('iproute2', 'iptables') || needsOwnNetwork();
const script = natScript('10.20.0.0/20', 0);
const commands = [...script.matchAll(/^ExecStart=(.+)$/gm)].map(([, command = '']) => command);

const nameOf = (host: string): string => `${host}-${process.pid}`;
const [inside, nat, world] = ['inside', 'nat', 'world'].map(nameOf) as [string, string, string];
const ip = (...parameters: string[]): void => {
  execFileSync('ip', parameters, { stdio: 'pipe' });
};
const within = (host: string, command: string): string =>
  execFileSync('ip', ['netns', 'exec', host, ...command.split(' ')], { encoding: 'utf8' });

/** A cable between two hosts, with the address of each end. */
function connect(one: readonly [string, string], other: readonly [string, string]): void {
  const [[host, address], [otherHost, otherAddress]] = [one, other];
  ip(
    '-n',
    host,
    'link',
    'add',
    `to-${otherHost.slice(0, 3)}`,
    'type',
    'veth',
    'peer',
    `to-${host.slice(0, 3)}`,
    'netns',
    otherHost,
  );
  for (const [where, device, own] of [
    [host, `to-${otherHost.slice(0, 3)}`, address],
    [otherHost, `to-${host.slice(0, 3)}`, otherAddress],
  ] as const) {
    ip('-n', where, 'address', 'add', own, 'dev', device);
    ip('-n', where, 'link', 'set', device, 'up');
  }
}

const GREETER = `
  require('node:net')
    .createServer((socket) => socket.end(socket.remoteAddress))
    .listen(25, '198.51.100.9', () => console.log('listening'));`;
const CALLER = `
  const socket = require('node:net').connect(25, '198.51.100.9');
  socket.setTimeout(5000, () => process.exit(1));
  socket.on('data', (octets) => process.stdout.write(octets));`;

if (skip === false) {
  before(() => {
    for (const host of [inside, nat, world]) ip('netns', 'add', host);
    connect([inside, '10.20.4.10/20'], [nat, '10.20.0.1/20']);
    connect([nat, '198.51.100.1/24'], [world, '198.51.100.9/24']);
    ip('-n', inside, 'route', 'add', 'default', 'via', '10.20.0.1');
  });
  after(() => {
    for (const host of [inside, nat, world]) ip('netns', 'delete', host);
  });
}

test('a connection from inside reaches the world under the address of the instance', { skip }, async () => {
  equal(commands.length, 2);
  for (const command of commands) within(nat, command);
  const greeter = spawn('ip', ['netns', 'exec', world, process.execPath, '-e', GREETER]);
  try {
    const [said] = (await once(greeter.stdout, 'data')) as [Buffer];
    match(said.toString(), /listening/);
    const seen = execFileSync('ip', ['netns', 'exec', inside, process.execPath, '-e', CALLER], {
      encoding: 'utf8',
    });
    equal(seen, '198.51.100.1');
  } finally {
    const ended = once(greeter, 'exit');
    greeter.kill();
    await ended;
  }
});

test('the script is one that a shell reads, and the rule comes back with each start', () => {
  execFileSync('bash', ['-n'], { input: script });
  match(script, /^systemctl enable --now nat\.service$/m);
  // Nothing is fetched: an instance that starts while the world is out of reach works all the same.
  ok(!/apt-get|apt install|curl|wget|dnf|yum/.test(script));
});
