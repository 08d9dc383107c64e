/** A message of the caller's mailbox, by an identifier from outside. */
import { isIdentifier } from '../../shared/store/identifier.ts';
import type { MailboxMessage } from '../../shared/store/mailbox.ts';
import type { Dependencies } from './dependencies.ts';
import type { User } from './route.ts';

/** Null where there is none, or it is somebody else's. */
export async function find(
  user: User,
  id: string,
  { mailbox }: Dependencies,
): Promise<MailboxMessage | null> {
  return isIdentifier(id) ? mailbox.get(user.home, id) : null;
}

/** The octets of a message; null where it was removed since it was found. */
export async function open(
  message: MailboxMessage,
  { mailbox, observer }: Dependencies,
): Promise<Buffer | null> {
  const raw = await mailbox.raw(message);
  if (raw === null) observer.warn('a message is listed, but its body is gone', { messageId: message.id });
  return raw;
}
