/** A whole local system for one test file: own data directory, free ports, the simulated internet. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readLocalConfiguration } from '../../infra/local/configuration.ts';
import { startLocalSystem, type LocalOptions, type LocalSystem } from '../../infra/local/local-system.ts';
import { mintAccessToken } from '../../infra/local/sign-in/access-token.ts';
import type { SimulatedInternet } from '../../infra/local/internet/simulation.ts';
import { apiClient, eventually, type Api } from './api-client.ts';

export const ALICE = 'alice@example.org';
export const ALICE_ALIAS = 'alice@secure.example.org';

export interface Bench {
  readonly system: LocalSystem;
  readonly directory: string;
  readonly authority: string;
  readonly world: SimulatedInternet;
  as(email: string | null): Promise<Api>;
  /** An app password of a user, made over the API. */
  appPassword(email: string): Promise<string>;
  close(): Promise<void>;
}

export interface DeliveryAnswer {
  readonly id: string;
  readonly state: string;
  readonly domain: string;
  readonly level: string;
  readonly recipients: readonly {
    readonly address: string;
    readonly state: string;
    readonly status: string | null;
    readonly reason: string | null;
    readonly detail: string | null;
  }[];
  readonly attempts: readonly {
    readonly host: string | null;
    readonly outcome: string;
    readonly detail: string;
  }[];
  readonly receipt: { readonly host: string; readonly tls: { readonly version: string } } | null;
  readonly nextAttemptAt: string | null;
  readonly finishedAt: string | null;
}

export interface MessageAnswer {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly kind: string;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
}

export interface SentAnswer {
  readonly id: string;
  readonly messageId: string;
  readonly deliveries: readonly { readonly id: string; readonly domain: string }[];
}

/** Starts it with quick retries, so that what takes a day in life takes seconds here. */
export async function startBench(
  environment: Readonly<Record<string, string>> = {},
  options: LocalOptions = {},
): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'system-'));
  const configuration = readLocalConfiguration([], {
    DATA_DIR: directory,
    HTTPS_PORT: '0',
    MX_PORT: '0',
    SUBMISSIONS_PORT: '0',
    SUBMISSION_PORT: '0',
    RETRY_SCHEDULE: '1s',
    RETRY_LIFETIME: '6s',
    DELAY_NOTICE_AFTER: '3s',
    ...environment,
  });
  const system = await startLocalSystem(configuration, { byTheClock: false, ...options });
  const world = system.simulation;
  if (world === null) throw new Error('the bench needs the simulated internet');
  const authority = await readFile(join(directory, 'ca.pem'), 'utf8');
  const as = async (email: string | null): Promise<Api> => {
    if (email === null) return apiClient(system.origin, authority, null);
    const minted = await mintAccessToken({ dataDirectory: directory, email, issuer: system.issuer });
    if (minted.kind !== 'token') throw new Error(minted.message);
    return apiClient(system.origin, authority, minted.token);
  };
  return {
    system,
    directory,
    authority,
    world,
    as,
    async appPassword(email) {
      const api = await as(email);
      const made = await api('/v1/app-passwords', { json: { name: 'test' } });
      return made.json<{ password: string }>().password;
    },
    async close() {
      await system.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Sends a plain message over the API; throws where it was not accepted. */
export async function sendText(api: Api, to: readonly string[], subject: string): Promise<SentAnswer> {
  const answer = await api('/v1/messages', { json: { from: ALICE_ALIAS, to, subject, text: 'Hello' } });
  if (answer.status !== 202) throw new Error(`${answer.status} ${answer.body.toString()}`);
  return answer.json<SentAnswer>();
}

/** The delivery once it is finished. */
export async function finished(api: Api, id: string, milliseconds = 30_000): Promise<DeliveryAnswer> {
  return eventually(
    `delivery ${id} finished`,
    async () => {
      const delivery = (await api(`/v1/deliveries/${id}`)).json<DeliveryAnswer>();
      return delivery.finishedAt === null ? null : delivery;
    },
    milliseconds,
  );
}

export async function listMessages(api: Api, folder: 'inbox' | 'sent'): Promise<readonly MessageAnswer[]> {
  return (await api(`/v1/messages?folder=${folder}&limit=100`)).json<{ items: MessageAnswer[] }>().items;
}

/** The first message of the inbox that matches, as soon as it is there. */
export async function awaitInbox(
  api: Api,
  matches: (message: MessageAnswer) => boolean,
  what: string,
): Promise<MessageAnswer> {
  return eventually(what, async () => (await listMessages(api, 'inbox')).find(matches));
}
