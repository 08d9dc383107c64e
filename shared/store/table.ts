/**
 * The one DynamoDB client of a process and what every entity module needs of it. Conditional writes carry
 * the rules (leases, put-if-absent, versions); no transactions, no streams, no reliance on TTL having run.
 */
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

let client: DynamoDBDocumentClient | undefined;

/** Region, credentials and endpoint come from the AWS SDK's own environment variables. */
export function documents(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return client;
}

/**
 * Runs a conditional write; gives false where its condition did not hold. Other failures are thrown.
 *
 * The SDK repeats a write whose answer was lost, and the condition of the repetition fails over what the first one
 * has written. Where it matters who was first, `isOurs` reads the item, consistently, and tells our own write by it.
 */
export async function conditionally(
  write: () => Promise<unknown>,
  isOurs: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return isOurs();
    throw error;
  }
}

/** Cursor of a list: the sort key of the last item shown, opaque to clients. */
export function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** Gives null for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string | null {
  const key = Buffer.from(cursor, 'base64url').toString();
  return key !== '' && encodeCursor(key) === cursor ? key : null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page, null on the last one. */
  readonly next: string | null;
}
