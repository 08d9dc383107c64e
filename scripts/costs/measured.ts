/** What one message makes of requests, as test/bench/usage.ts counts it on the local system. */
import { readFileSync } from 'node:fs';

/** Of one message, on average. */
export interface MessageUsage {
  /** In chunks of 64 KiB, as they are charged; the polls that found nothing are not among them. */
  readonly sqsRequests: number;
  readonly dynamoReadUnits: number;
  readonly dynamoWriteUnits: number;
  readonly s3Writes: number;
  readonly s3Reads: number;
  readonly secretRequests: number;
  /** Of functions by queues. */
  readonly invocations: number;
  readonly lambdaMilliseconds: number;
  /** Calls to AWS by functions and edge. */
  readonly awsCalls: number;
  /** Octets of calls to AWS that no gateway endpoint carries. */
  readonly natAwsOctets: number;
  readonly logOctets: number;
}

export interface Usage {
  /** Of the message. */
  readonly octets: number;
  readonly in: MessageUsage;
  readonly out: MessageUsage;
  /** One list of the inbox and one message, over the API. */
  readonly read: MessageUsage;
}

export interface Measured {
  readonly at: string;
  readonly machine: string;
  readonly messages: number;
  readonly usage: readonly Usage[];
}

export function readMeasured(): Measured {
  return JSON.parse(readFileSync(new URL('measured.json', import.meta.url), 'utf8')) as Measured;
}
