/** The recipient's mail server of the outbound benchmark, in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { ServerCertificate } from '../../infra/local/internet/certificates.ts';

export interface SinkOrder extends ServerCertificate {
  readonly address: string;
  readonly port: number;
}

export interface SinkReport {
  /** Taken so far. */
  readonly messages: number;
  /** TLS connections so far. */
  readonly connections: number;
  /** A connection's TLS that was not the one to be measured. */
  readonly unexpectedTls: string | null;
}

export interface Sink {
  /** Throws where a connection used another TLS than the one to be measured. */
  report(): Promise<SinkReport>;
  stop(): Promise<void>;
}

export async function startSink(order: SinkOrder): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'sink-process.ts'), { env: { PATH: process.env['PATH'] } });
  const listening = once(child, 'message');
  child.send(order);
  await listening;
  return {
    async report() {
      const answer = once(child, 'message') as Promise<[SinkReport]>;
      child.send('report');
      const [report] = await answer;
      if (report.unexpectedTls !== null) {
        throw new Error(`not the TLS that was meant to be measured: ${report.unexpectedTls}`);
      }
      return report;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
