/** Opening a session against servers that behave oddly, on real sockets. */
import { equal, ok } from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';

import { selfSigned } from '../../../infra/local/internet/certificates.ts';
import {
  DEFAULT_TIMEOUTS,
  openSession,
  type Opened,
  type SessionOptions,
} from '../../../shared/smtp/session.ts';
import { eachLine, portOf, startPeer } from './peer.ts';

const certificate = await selfSigned({ names: ['mx.odd.example'] });

async function open(behave: (socket: Socket) => void, more: Partial<SessionOptions> = {}): Promise<Opened> {
  const port = portOf(await startPeer(behave));
  const options = {
    clientName: 'mx.here.example',
    timeouts: DEFAULT_TIMEOUTS,
    deadline: Date.now() + 20_000,
  };
  return openSession({ host: 'mx.odd.example', address: '127.0.0.1', port }, { ...options, ...more });
}

/** Greets, offers STARTTLS, writes `go` in answer to it, and leaves the connection to `next`. */
function upToStartTls(next: (socket: Socket) => void, go = '220 go\r\n'): (socket: Socket) => void {
  return (socket) => {
    socket.write('220 odd\r\n');
    const take = (chunk: Buffer): void => {
      if (chunk.toString().startsWith('EHLO')) socket.write('250-odd\r\n250 STARTTLS\r\n');
      else {
        socket.off('data', take);
        socket.write(go, () => {
          next(socket);
        });
      }
    };
    socket.on('data', take);
  };
}

/** Answers every command over TLS with `reply`. */
function overTls(reply: string): (socket: Socket) => void {
  return upToStartTls((socket) => {
    const { certificatePem: cert, keyPem: key } = certificate;
    const encrypted = new TLSSocket(socket, { isServer: true, cert, key });
    encrypted.on('error', () => undefined);
    eachLine(encrypted, () => encrypted.write(`${reply}\r\n`));
  });
}

for (const code of [500, 502]) {
  test(`a server that knows no EHLO (${code}) has no STARTTLS`, async () => {
    const { observation } = await open((socket) => {
      socket.write('220 odd\r\n');
      eachLine(socket, () => socket.write(`${code} what?\r\n`));
    });
    equal(observation.kind, 'starttls-missing');
  });

  test(`a server that knows no EHLO over TLS (${code}) turns us away: it does have STARTTLS`, async () => {
    const { observation, session } = await open(overTls(`${code} 5.5.1 what?`));
    equal(observation.kind, 'greeting-refused');
    equal(observation.reply.text, 'what?');
    equal(session, null);
  });
}

test('a session that stands', async () => {
  const { observation, session } = await open(overTls('250 odd'));
  equal(observation.kind, 'encrypted');
  session?.channel.quit();
});

for (const injected of ['250 injected\r\n', '250 inj', 'not even a reply\r\n']) {
  test(`plaintext behind the answer to STARTTLS ends the connection: ${JSON.stringify(injected)}`, async () => {
    let heard = '';
    const listen = (socket: Socket): void => {
      socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
    };
    const { observation } = await open(upToStartTls(listen, `220 go\r\n${injected}`));
    equal(observation.kind, 'handshake-broken');
    equal(heard, '');
  });
}

const silences: [step: string, behave: (socket: Socket) => void, kind: string][] = [
  ['greeting', () => undefined, 'conversation-broken'],
  ['EHLO', (socket) => socket.write('220 odd\r\n'), 'conversation-broken'],
  ['handshake', upToStartTls(() => undefined), 'handshake-broken'],
];
for (const [step, behave, kind] of silences) {
  test(`the deadline of the caller ends a silence longer than the timeout of the step: ${step}`, async () => {
    const began = Date.now();
    const { observation } = await open(behave, { deadline: began + 300 });
    equal(observation.kind, kind);
    ok(Date.now() - began < 10_000);
  });
}

test('a handshake that fails is not followed by plaintext', async () => {
  const heard: Buffer[] = [];
  const closed = Promise.withResolvers<undefined>();
  const answerNonsense = (socket: Socket): void => {
    socket.on('data', (chunk) => heard.push(chunk));
    socket.once('close', () => {
      closed.resolve(undefined);
    });
    socket.write('this is not TLS\r\n');
  };
  const { observation } = await open(upToStartTls(answerNonsense));
  equal(observation.kind, 'handshake-broken');
  await closed.promise;
  equal(Buffer.concat(heard).includes('QUIT'), false);
});
