/**
 * One SMTP session: smtp-server's, with what it lacks. Exactly one enhanced status on each reply (RFC 2034),
 * the right code for the library's own refusals, the limits on errors, commands and time, and a way to end
 * the session that never breaks a promise: once the final dot has come, the client gets its answer first.
 *
 * The library's underscored members are used where there is no other way; its version is pinned, and the
 * tests of this folder hold each of them to the wire.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { SMTPServer } from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';

import type { EdgeLimits } from './limits.ts';
import { hasStatus, refuse, replyText, type Refusal } from './reply.ts';

const TOO_MANY_ERRORS = refuse(421, '4.7.0', 'Too many errors');
const TOO_MANY_COMMANDS = refuse(421, '4.7.0', 'Too many commands without a message');
const LINE_TOO_LONG = refuse(500, '5.5.2', 'Command line too long');
const SESSION_OVER = refuse(421, '4.4.2', 'This session has lasted too long');
/** RFC 3207 section 4; the library's 538 is not in any standards-track RFC any more. */
const STARTTLS_FIRST = refuse(530, '5.7.0', 'Must issue a STARTTLS command first');
const BAD_SENDER = refuse(553, '5.1.7', 'The sender address is not one (RFC 5321 section 4.1.2)');
const BAD_RECIPIENT = refuse(553, '5.1.3', 'The recipient address is not one (RFC 5321 section 4.1.2)');

/** Our words for a reply of the library's own, or null where its words will do. */
function translate(code: number, text: string, context: string | false | undefined): Refusal | null {
  if (context === 'SENDER_SYNTAX_ERROR') return BAD_SENDER;
  if (context === 'MAILBOX_SYNTAX_ERROR') return BAD_RECIPIENT;
  if (code === 538) return STARTTLS_FIRST;
  if (code === 421) return refuse(421, text.startsWith('Timeout') ? '4.4.2' : '4.7.0', text);
  return null;
}

export interface Ending {
  /** Whether a message that is still coming in may be cut off; one that has come in whole never is. */
  readonly midMessage: boolean;
}

export class EdgeConnection extends SMTPConnection {
  readonly #limits: EdgeLimits;
  readonly #onClosed: () => void;
  readonly #deadline: NodeJS.Timeout;
  #errors = 0;
  #commands = 0;
  #farewell: Refusal | null = null;

  constructor(
    server: SMTPServer,
    socket: Socket | TLSSocket,
    options: SMTPConnectionOptions,
    limits: EdgeLimits,
    onClosed: () => void,
  ) {
    super(server, socket, options);
    this.#limits = limits;
    this.#onClosed = onClosed;
    this.#deadline = setTimeout(() => {
      this.leave(SESSION_OVER, { midMessage: true });
    }, limits.session).unref();
  }

  /** Ends the session with this farewell, at once or right after the answer that the client has earned. */
  leave(farewell: Refusal, ending: Ending): void {
    const receiving = Boolean(this._dataStream);
    const committing = receiving && this._parser !== false && !this._parser._dataMode;
    if (committing || (receiving && !ending.midMessage)) this.#farewell = farewell;
    else this.send(farewell.code, replyText(farewell));
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    if (Array.isArray(data)) {
      // RFC 4954 section 4: no mechanism that sends passwords is offered before TLS.
      const offered = this.secure ? data : data.filter((line) => !line.startsWith('AUTH '));
      super.send(code, offered, context);
      return;
    }
    // Errors are forgiven once a message was taken, as in Postfix.
    if (context === 'DATA_OK') this.#errors = 0;
    const text = data ?? '';
    const stated = hasStatus(text);
    const translated = stated ? null : translate(code, text, context);
    if (translated === null) this.#reply(code, text, stated ? false : context);
    else this.#reply(translated.code, replyText(translated), false);
  }

  #reply(code: number, text: string, context: string | false | undefined): void {
    // RFC 5321 section 4.2.3: 421 names the host.
    super.send(code, code === 421 ? `${text} [${this.name}]` : text, context);
    if (code === 421) return;
    if (code >= 500 && ++this.#errors >= this.#limits.errors) this.#farewell ??= TOO_MANY_ERRORS;
    if (this.#farewell !== null && !this._dataStream) {
      this.#reply(421, replyText(this.#farewell), false);
    }
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    // While TLS is being set up, whatever was pipelined in plaintext is dropped unanswered by the library.
    if (!this._upgrading && ++this.#commands > this.#limits.commandsPerMessage) {
      this.#reply(421, replyText(TOO_MANY_COMMANDS), false);
      return;
    }
    super._onCommand(command, callback);
  }

  override handler_DATA(command: Buffer, callback: () => void): void {
    if (this.session.envelope.rcptTo.length > 0) this.#commands = 0;
    super.handler_DATA(command, callback);
  }

  override _createParser(): SMTPStream {
    const parser = super._createParser();
    // The stream parser cannot find its way back into step after a line that it gave up on.
    parser.removeAllListeners('error');
    parser.on('error', () => {
      this.#reply(LINE_TOO_LONG.code, replyText(LINE_TOO_LONG), false);
      this.close();
    });
    return parser;
  }

  override _onClose(): void {
    clearTimeout(this.#deadline);
    super._onClose();
    this.#onClosed();
  }
}
