/** Allowances in memory, in windows of a minute. */
import type { AllowanceStore } from '../../shared/store/allowances.ts';

export function memoryAllowances(): AllowanceStore {
  const taken = new Map<string, number>();
  return {
    take: (what, home, most, now) => {
      const window = Math.floor(now / 60_000);
      const key = `${what} ${home} ${window}`;
      const count = taken.get(key) ?? 0;
      if (count >= most) return Promise.resolve(Math.ceil(((window + 1) * 60_000 - now) / 1000));
      taken.set(key, count + 1);
      return Promise.resolve(null);
    },
  };
}
