/**
 * App passwords for mail programs. Table `app-passwords`: `home` + `id`. A password is 24 letters of a
 * 32-letter alphabet in six groups: the first two groups find the item (40 bits), the other four are the
 * secret (80 bits) and are stored only as a scrypt hash (RFC 7914), so that a check costs one hash however
 * many passwords a user has.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import { conditionally, documents } from './table.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const LOOKUP_LETTERS = 8;
const LETTERS = 24;
const HASH_OCTETS = 32;

export interface AppPassword {
  readonly home: HomeAddress;
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

interface StoredAppPassword extends AppPassword {
  /** Base64. */
  readonly salt: string;
  readonly hash: string;
}

export interface AppPasswordStore {
  /** Makes one and gives its password in clear for the only time. */
  create(home: HomeAddress, name: string): Promise<{ appPassword: AppPassword; password: string }>;
  list(home: HomeAddress): Promise<readonly AppPassword[]>;
  /** False where there was none with that id. */
  remove(home: HomeAddress, id: string): Promise<boolean>;
  /** Checks a password as a mail program sent it (spaces and hyphens ignored) and notes the use. */
  verify(home: HomeAddress, password: string): Promise<boolean>;
}

function createLetters(): string {
  let letters = '';
  for (const byte of randomBytes(LETTERS)) letters += ALPHABET.charAt(byte & 31);
  return letters;
}

function shown({ home, id, name, createdAt, lastUsedAt }: AppPassword): AppPassword {
  return { home, id, name, createdAt, lastUsedAt };
}

/** How stale `lastUsedAt` may be before a login writes it again. */
const LAST_USED_GRAIN = 60_000;

export function appPasswordStore(table: string): AppPasswordStore {
  return {
    async create(home, name) {
      const letters = createLetters();
      const salt = randomBytes(16);
      const hash = await derive(letters.slice(LOOKUP_LETTERS), salt, HASH_OCTETS);
      const stored: StoredAppPassword = {
        home,
        id: letters.slice(0, LOOKUP_LETTERS),
        name,
        createdAt: new Date().toISOString(),
        lastUsedAt: null,
        salt: salt.toString('base64'),
        hash: hash.toString('base64'),
      };
      const put = new PutCommand({
        TableName: table,
        Item: stored,
        ConditionExpression: 'attribute_not_exists(id)',
      });
      // A collision of the 40-bit lookup part within one user's passwords: draw again.
      if (!(await conditionally(() => documents().send(put)))) return this.create(home, name);
      return { appPassword: shown(stored), password: (letters.match(/.{4}/g) ?? []).join('-') };
    },

    async list(home) {
      const { Items = [] } = await documents().send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'home = :home',
          ExpressionAttributeValues: { ':home': home },
        }),
      );
      return (Items as StoredAppPassword[])
        .map(shown)
        .sort((one, other) => one.createdAt.localeCompare(other.createdAt));
    },

    async remove(home, id) {
      const remove = new DeleteCommand({
        TableName: table,
        Key: { home, id },
        ConditionExpression: 'attribute_exists(id)',
      });
      return conditionally(() => documents().send(remove));
    },

    async verify(home, password) {
      const letters = password.toLowerCase().replace(/[\s-]/g, '');
      const wellFormed = letters.length === LETTERS;
      const id = wellFormed ? letters.slice(0, LOOKUP_LETTERS) : 'none';
      const { Item } = await documents().send(
        new GetCommand({ TableName: table, Key: { home, id }, ConsistentRead: true }),
      );
      const stored = Item as StoredAppPassword | undefined;
      // The hash is computed even where there is nothing to compare with: the time must not tell.
      const salt = Buffer.from(stored?.salt ?? '', 'base64');
      const hash = await derive(letters.slice(LOOKUP_LETTERS), salt, HASH_OCTETS);
      if (stored === undefined || !timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'))) return false;
      const now = Date.now();
      if (stored.lastUsedAt === null || now - Date.parse(stored.lastUsedAt) > LAST_USED_GRAIN) {
        const note = new UpdateCommand({
          TableName: table,
          Key: { home, id },
          ConditionExpression: 'attribute_exists(id)',
          UpdateExpression: 'SET lastUsedAt = :now',
          ExpressionAttributeValues: { ':now': new Date(now).toISOString() },
        });
        await conditionally(() => documents().send(note));
      }
      return true;
    },
  };
}
