/**
 * What a simulated provider remembers: every connection with what was said on it and which octets came in
 * before TLS, and every message that it took. In memory, bounded, made to be shown.
 */
export interface TlsParameters {
  readonly version: string;
  readonly cipher: string;
  /** The name that the client asked for (SNI). */
  readonly servername: string | null;
}

export interface TranscriptLine {
  readonly at: Date;
  /** 'note' lines say what happened to the connection itself, or stand for a message's text. */
  readonly from: 'client' | 'server' | 'note';
  readonly text: string;
  /** Whether the line travelled inside TLS. */
  readonly encrypted: boolean;
}

export interface ReceivedMessage {
  readonly id: string;
  readonly at: Date;
  readonly domain: string;
  readonly host: string;
  /** The `id` of the connection that brought it. */
  readonly connection: string;
  readonly mailFrom: string;
  /** The parameters of MAIL FROM as sent, such as `SIZE=1200` and `BODY=8BITMIME`. */
  readonly mailParameters: readonly string[];
  /** Whether REQUIRETLS (RFC 8689) was among them. */
  readonly requireTls: boolean;
  readonly rcptTo: readonly string[];
  /** The message as it was before dot-stuffing, with the line end of its last line. */
  readonly raw: Buffer;
  readonly tls: TlsParameters | null;
  /** What the provider answered; null where it cut the connection after taking the message. */
  readonly reply: string | null;
}

/** One connection to a provider's mail server. */
export class ConnectionRecord {
  readonly id: string;
  readonly at = new Date();
  readonly domain: string;
  readonly host: string;
  readonly remote: { readonly address: string; readonly port: number };
  readonly lines: TranscriptLine[] = [];
  tls: TlsParameters | null = null;
  closedAt: Date | null = null;
  #plaintext: Buffer[] = [];
  #handshake: Buffer[] = [];

  constructor(of: {
    id: string;
    domain: string;
    host: string;
    remote: { readonly address: string; readonly port: number };
  }) {
    this.id = of.id;
    this.domain = of.domain;
    this.host = of.host;
    this.remote = of.remote;
  }

  /** Every octet received before the server said "220 ready" to STARTTLS, or ever, if it never did. */
  get plaintextBytes(): Buffer {
    this.#plaintext = [Buffer.concat(this.#plaintext)];
    return this.#plaintext[0] ?? Buffer.alloc(0);
  }

  /** Every octet received after that and before TLS stood, or ever, if it never did: no SMTP belongs here. */
  get handshakeBytes(): Buffer {
    this.#handshake = [Buffer.concat(this.#handshake)];
    return this.#handshake[0] ?? Buffer.alloc(0);
  }

  addPlaintext(octets: Buffer): void {
    this.#plaintext.push(octets);
  }

  addHandshake(octets: Buffer): void {
    this.#handshake.push(octets);
  }

  toJSON(): object {
    return {
      id: this.id,
      at: this.at,
      closedAt: this.closedAt,
      domain: this.domain,
      host: this.host,
      remote: this.remote,
      tls: this.tls,
      plaintext: this.plaintextBytes.toString('latin1'),
      lines: this.lines,
    };
  }
}

/** The last so many things, of so much weight together, and how many there have been. */
export class Recent<Thing> {
  readonly #kept: Thing[] = [];
  readonly #limit: { readonly things: number; readonly weight: number };
  readonly #weigh: (thing: Thing) => number;
  #weight = 0;
  #count = 0;

  constructor(
    limit: { readonly things: number; readonly weight: number },
    weigh: (thing: Thing) => number = () => 0,
  ) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  add(thing: Thing): void {
    this.#count += 1;
    this.#kept.push(thing);
    this.#weight += this.#weigh(thing);
    // The newest one stays however heavy it is.
    while (
      this.#kept.length > 1 &&
      (this.#kept.length > this.#limit.things || this.#weight > this.#limit.weight)
    ) {
      const [oldest] = this.#kept.splice(0, 1);
      if (oldest !== undefined) this.#weight -= this.#weigh(oldest);
    }
  }

  get all(): readonly Thing[] {
    return this.#kept;
  }

  /** How many were ever added. */
  get count(): number {
    return this.#count;
  }
}
