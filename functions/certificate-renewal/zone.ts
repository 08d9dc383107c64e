/** Records of one hosted zone in Route 53. A change counts once all of its name servers have it. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  Route53Client,
  type ChangeAction,
} from '@aws-sdk/client-route-53';

import type { RecordSet } from './records.ts';

export interface Zone {
  /** Puts these in the place of what is there under their names. Throws where that fails. */
  publish(records: readonly RecordSet[]): Promise<void>;
  /** Takes exactly these away. Throws where that fails. */
  withdraw(records: readonly RecordSet[]): Promise<void>;
}

export type Pause = (milliseconds: number) => Promise<unknown>;

/** It usually takes a minute, and hardly ever more than two. */
const LOOKS = 60;
const BETWEEN_LOOKS = 5000;

export function route53Zone(hostedZoneId: string, pause: Pause = sleep): Zone {
  const client = new Route53Client({ maxAttempts: 4 });
  const change = async (action: ChangeAction, records: readonly RecordSet[]): Promise<string> => {
    const Changes = records.map(({ name, type, ttl, values }) => ({
      Action: action,
      ResourceRecordSet: {
        Name: `${name}.`,
        Type: type,
        TTL: ttl,
        ResourceRecords: values.map((Value) => ({ Value })),
      },
    }));
    const { ChangeInfo } = await client.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch: { Changes } }),
    );
    return ChangeInfo?.Id ?? '';
  };
  return {
    async publish(records) {
      const Id = await change('UPSERT', records);
      for (let look = 0; look < LOOKS; look++) {
        const { ChangeInfo } = await client.send(new GetChangeCommand({ Id }));
        if (ChangeInfo?.Status === 'INSYNC') return;
        await pause(BETWEEN_LOOKS);
      }
      throw new Error(
        `Route 53 has not taken over the change of ${records.map(({ name }) => name).join(', ')}`,
      );
    },
    async withdraw(records) {
      await change('DELETE', records);
    },
  };
}
