/** App passwords in memory, in clear, with the form of the real ones: the first eight letters are the id. */
import { randomInt } from 'node:crypto';

import type { AppPassword, AppPasswordStore } from '../../shared/store/app-passwords.ts';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

export interface MemoryAppPasswords extends AppPasswordStore {
  readonly items: { readonly appPassword: AppPassword; readonly letters: string }[];
}

export function memoryAppPasswords(): MemoryAppPasswords {
  const items: MemoryAppPasswords['items'] = [];
  return {
    items,
    create: (home, name) => {
      const letters = Array.from({ length: 24 }, () => ALPHABET.charAt(randomInt(32))).join('');
      const createdAt = new Date().toISOString();
      const appPassword = { home, id: letters.slice(0, 8), name, createdAt, lastUsedAt: null };
      items.push({ appPassword, letters });
      return Promise.resolve({ appPassword, password: (letters.match(/.{4}/g) ?? []).join('-') });
    },
    list: (home) =>
      Promise.resolve(
        items.filter((item) => item.appPassword.home === home).map(({ appPassword }) => appPassword),
      ),
    remove: (home, id) => {
      const at = items.findIndex(({ appPassword }) => appPassword.home === home && appPassword.id === id);
      if (at >= 0) items.splice(at, 1);
      return Promise.resolve(at >= 0);
    },
    verify: (home, password) => {
      const letters = password.toLowerCase().replace(/[\s-]/g, '');
      const at = items.findIndex((item) => item.appPassword.home === home && item.letters === letters);
      const found = items[at];
      if (found === undefined) return Promise.resolve(false);
      const lastUsedAt = new Date().toISOString();
      items[at] = { ...found, appPassword: { ...found.appPassword, lastUsedAt } };
      return Promise.resolve(true);
    },
  };
}
