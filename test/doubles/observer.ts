/** An observer that remembers what it was told. */
import type { LogFields, Observer } from '../../shared/observe/observer.ts';

export interface MemoryObserver extends Observer {
  readonly lines: {
    readonly level: 'info' | 'warn' | 'fault';
    readonly message: string;
    readonly fields: LogFields;
  }[];
  readonly faults: { readonly message: string; readonly error: unknown }[];
  /** Sums by metric; milliseconds are counted as one each. */
  readonly counts: Map<string, number>;
}

export function memoryObserver(): MemoryObserver {
  const lines: MemoryObserver['lines'] = [];
  const faults: MemoryObserver['faults'] = [];
  const counts = new Map<string, number>();
  const add = (metric: string, value: number): void => {
    counts.set(metric, (counts.get(metric) ?? 0) + value);
  };
  return {
    lines,
    faults,
    counts,
    info: (message, fields = {}) => {
      lines.push({ level: 'info', message, fields });
    },
    warn: (message, fields = {}) => {
      lines.push({ level: 'warn', message, fields });
    },
    fault: (message, error, fields = {}) => {
      lines.push({ level: 'fault', message, fields });
      faults.push({ message, error });
      add('Fault', 1);
    },
    count: (metric, value = 1) => {
      add(metric, value);
    },
    milliseconds: (metric) => {
      add(metric, 1);
    },
    flush: () => undefined,
    hash: (address) => `hash-of-${String(address.length)}`,
  };
}
