/**
 * What a process says about its work: structured JSON log lines and metrics in CloudWatch's embedded format,
 * both on stdout. Lines name messages by id and strangers by a keyed hash; never a body, a subject, a
 * password or a full third-party address.
 */
import { createHmac } from 'node:crypto';

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import { readSecret } from '../store/secrets.ts';
import { METRICS, NAMESPACE, type MetricName } from './names.ts';
import { messageTrace, rootOf } from './trace.ts';

/** `message` is the line's own text, so no field may take its name. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly string[]>
> & { readonly message?: never };

export interface Observer {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** A fault of ours: logged with its stack and counted. */
  fault(message: string, error: unknown, fields?: LogFields): void;
  count(metric: MetricName, value?: number, dimensions?: Readonly<Record<string, string>>): void;
  milliseconds(metric: MetricName, value: number): void;
  /** Writes collected metrics; called once per invocation or, in a server, now and then. */
  flush(): void;
  /** A stranger's address as log lines carry it: 16 hex digits of HMAC-SHA-256 and the domain kept apart. */
  hash(address: string): string;
}

/**
 * The message's trace, under one name in all functions. Lambda's own lines name their invocation as `xray_trace_id`
 * by themselves; elsewhere the message's trace is all there is, and bears that name, too.
 */
function traceFields(): LogFields {
  const trace = messageTrace();
  if (trace === null) return {};
  const root = rootOf(trace);
  return process.env['AWS_LAMBDA_FUNCTION_NAME'] === undefined
    ? { trace: root, xray_trace_id: root }
    : { trace: root };
}

/** Makes the observer of one function. `hashSecret` names the secret that keys the hashes. */
export async function createObserver(service: string, hashSecret: string): Promise<Observer> {
  const key = await readSecret(hashSecret);
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service });
  return {
    info: (message, fields = {}) => {
      logger.info(message, { ...traceFields(), ...fields });
    },
    warn: (message, fields = {}) => {
      logger.warn(message, { ...traceFields(), ...fields });
    },
    fault: (message, error, fields = {}) => {
      const cause = error instanceof Error ? error : new Error(String(error));
      logger.error(message, { ...traceFields(), ...fields, error: cause });
      metrics.addMetric(METRICS.fault, MetricUnit.Count, 1);
    },
    count: (metric, value = 1, dimensions = {}) => {
      if (Object.keys(dimensions).length === 0) {
        metrics.addMetric(metric, MetricUnit.Count, value);
        return;
      }
      const single = metrics.singleMetric();
      single.addDimensions(dimensions);
      single.addMetric(metric, MetricUnit.Count, value);
    },
    milliseconds: (metric, value) => {
      metrics.addMetric(metric, MetricUnit.Milliseconds, value);
    },
    flush: () => {
      if (!metrics.hasStoredMetrics()) return;
      // No fault is a figure, too: a rate cannot be told from a metric that is not there.
      metrics.addMetric(METRICS.fault, MetricUnit.Count, 0);
      metrics.publishStoredMetrics();
    },
    hash: (address) => createHmac('sha256', key).update(address.toLowerCase()).digest('hex').slice(0, 16),
  };
}
