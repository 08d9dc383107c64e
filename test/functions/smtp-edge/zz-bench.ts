import { fork } from 'node:child_process';
import { once } from 'node:events';
import { SmtpClient } from './smtp-client.ts';
const child = fork(new URL('zz-bench-child.ts', import.meta.url), {
  execArgv: process.argv[2] ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [],
});
const [port] = (await once(child, 'message')) as [number];
const msg =
  'From: Bob <bob@good.example>\r\nTo: alice\r\nSubject: Hello\r\nDate: x\r\nMessage-ID: <1@x>\r\n\r\n' +
  ('0123456789'.repeat(7) + '\r\n').repeat(280) +
  '.\r\n';
const run = async (conns: number, per: number) => {
  child.send('start');
  await once(child, 'message');
  for (let c = 0; c < conns; c++) {
    const cl = await SmtpClient.secure(port);
    for (let i = 0; i < per; i++) {
      cl.write('MAIL FROM:<bob@good.example>\r\nRCPT TO:<alice@secure.example.org>\r\nDATA\r\n');
      await cl.reply();
      await cl.reply();
      const r = await cl.reply();
      if (!r.startsWith('354')) throw new Error(r);
      cl.write(msg);
      const a = await cl.reply();
      if (!a.startsWith('250')) throw new Error(a);
    }
    cl.write('QUIT\r\n');
    await cl.reply();
    cl.close();
  }
  child.send('stop');
  const [u] = (await once(child, 'message')) as [{ user: number; system: number }];
  console.log(
    conns,
    'x',
    per,
    'us/message: user',
    (u.user / conns / per).toFixed(0),
    'sys',
    (u.system / conns / per).toFixed(0),
  );
};
await run(1, 1000);
await run(1, 3000);
await run(30, 1);
await run(30, 20);
child.disconnect();
