/**
 * What one client may ask of this server before it is told to stop. Each limit has its SMTP answer:
 *
 * | limit                                   | answer                                             |
 * |-----------------------------------------|----------------------------------------------------|
 * | connections in all                      | 421 4.3.2 at the greeting                          |
 * | connections of one client               | 421 4.7.0 at the greeting                          |
 * | errors in a session                     | 421 4.7.0                                          |
 * | commands without a message              | 421 4.7.0                                          |
 * | messages on a connection                | 421 4.7.0 to the next MAIL                         |
 * | recipients of a message                 | 452 4.5.3 (RFC 5321 section 4.5.3.1.10)            |
 * | command line                            | 500 5.5.2, and the session ends                    |
 * | header section, message size            | 552 5.3.4 after the final dot                      |
 * | large messages at once                  | 452 4.3.1 after the final dot (large-messages.ts)  |
 * | silence, whole session                  | 421 4.4.2                                          |
 * | failed sign-ins                         | 454 4.7.0 (sign-in-attempts.ts)                    |
 *
 * Where TLS comes first there is nobody to answer in SMTP yet: such a connection is closed.
 */
import { MAX_RECIPIENTS } from '../../shared/delivery/acceptance.ts';
import { clientKey } from './client-address.ts';

export interface EdgeLimits {
  readonly connections: number;
  readonly connectionsPerClient: number;
  readonly errors: number;
  /** Commands since the last message; enough for MAIL, every RCPT and DATA, and some to spare. */
  readonly commandsPerMessage: number;
  readonly messages: number;
  readonly recipients: number;
  /** Octets. RFC 5321 section 4.5.3.1.4 asks for 512; parameters and AUTH (RFC 4954) need more. */
  readonly commandLine: number;
  readonly headerSection: number;
  /** More than this and the message goes in circles (RFC 5321 section 6.3). */
  readonly receivedFields: number;
  /** Octets of a line without its CRLF at the MX: other people's programs write what they write. */
  readonly lineFromOutside: number;
  /** The same from our own users' programs: RFC 5321 section 4.5.3.1.6. */
  readonly lineFromUsers: number;
  /** Milliseconds; RFC 5321 section 4.5.3.2.7 asks for five minutes. */
  readonly silence: number;
  readonly session: number;
  /** Messages that are too large for a queue item and come in at the same time, over all ports. */
  readonly largeMessages: number;
  /** Milliseconds that one of them waits for its turn. */
  readonly largeMessagePatience: number;
  /** For a PROXY header, and for a TLS handshake where TLS comes first. */
  readonly opening: number;
  readonly failedSignIns: number;
  readonly failedSignInWindow: number;
}

const MINUTE = 60_000;

export const DEFAULT_LIMITS: EdgeLimits = {
  connections: 1000,
  connectionsPerClient: 50,
  errors: 20,
  commandsPerMessage: 3 * MAX_RECIPIENTS,
  messages: 100,
  recipients: MAX_RECIPIENTS,
  commandLine: 2048,
  headerSection: 256 * 1024,
  receivedFields: 100,
  lineFromOutside: 64 * 1024,
  lineFromUsers: 998,
  silence: 5 * MINUTE,
  session: 30 * MINUTE,
  // For 512 MiB and 300 connections; a process reckons with its own (large-messages.ts).
  largeMessages: 22,
  // Clients give up when their octets stand still: some after 100 s, after three minutes by RFC 5321 section 4.5.3.2.5.
  largeMessagePatience: 1.5 * MINUTE,
  opening: 30_000,
  failedSignIns: 10,
  failedSignInWindow: 10 * MINUTE,
};

export type Admission = 'admitted' | 'server-full' | 'client-full';

/** Counts open connections, in all and by client, over all ports together. */
export class Census {
  readonly #limits: Pick<EdgeLimits, 'connections' | 'connectionsPerClient'>;
  readonly #byClient = new Map<string, number>();
  #total = 0;
  #onEmpty: (() => void)[] = [];

  constructor(limits: Pick<EdgeLimits, 'connections' | 'connectionsPerClient'>) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Counts one in, unless there is no room; only what was admitted is to be released. */
  admit(address: string): Admission {
    if (this.#total >= this.#limits.connections) return 'server-full';
    const key = clientKey(address);
    const count = this.#byClient.get(key) ?? 0;
    if (count >= this.#limits.connectionsPerClient) return 'client-full';
    this.#byClient.set(key, count + 1);
    this.#total += 1;
    return 'admitted';
  }

  release(address: string): void {
    const key = clientKey(address);
    const count = this.#byClient.get(key) ?? 0;
    if (count > 1) this.#byClient.set(key, count - 1);
    else this.#byClient.delete(key);
    this.#total -= 1;
    if (this.#total > 0) return;
    for (const tell of this.#onEmpty) tell();
    this.#onEmpty = [];
  }

  /** Resolves once no connection is open. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#total === 0) resolve();
      else this.#onEmpty.push(resolve);
    });
  }
}
