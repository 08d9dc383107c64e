/**
 * Who a message says it is from, and to whom (RFC 5322 sections 3.6.2 and 3.6.3). What a reader sees as the
 * sender is the header From, so that is what must be the owner's alias: one From field, one mailbox in it,
 * no group. Whether that mailbox is the owner's is the caller's to decide (shared/address/alias.ts).
 */
import { parseAddressList, type NamedMailbox } from './address-list.ts';
import { fieldsNamed, type HeaderSection } from './header-section.ts';

export type Originator =
  | ({ readonly kind: 'mailbox' } & NamedMailbox)
  | {
      readonly kind: 'fault';
      readonly fault: 'missing' | 'several-fields' | 'several-mailboxes' | 'unparsable';
      /** One plain sentence; holds no text of the message. */
      readonly detail: string;
    };

export type Recipients =
  | { readonly kind: 'recipients'; readonly mailboxes: readonly NamedMailbox[] }
  | { readonly kind: 'fault'; readonly field: 'To' | 'Cc' | 'Bcc'; readonly detail: string };

function fault(kind: Extract<Originator, { kind: 'fault' }>['fault'], detail: string): Originator {
  return { kind: 'fault', fault: kind, detail };
}

/** The one mailbox of From or Sender, or what keeps it from being one. */
export function readOriginator(section: HeaderSection, name: 'From' | 'Sender'): Originator {
  const [field, ...more] = fieldsNamed(section, name);
  if (field === undefined) return fault('missing', `there is no ${name} field`);
  if (more.length > 0) return fault('several-fields', `there are several ${name} fields`);
  const list = parseAddressList(field.value);
  if (list.kind === 'fault') return fault('unparsable', `the ${name} field is malformed: ${list.detail}`);
  if (list.groups > 0) return fault('unparsable', `the ${name} field names a group`);
  const [mailbox, ...others] = list.mailboxes;
  if (mailbox === undefined) return fault('unparsable', `the ${name} field names nobody`);
  if (others.length > 0) return fault('several-mailboxes', `the ${name} field names several mailboxes`);
  return { kind: 'mailbox', ...mailbox };
}

/** Everybody in To, Cc and Bcc, however many fields of each there are; each address once, first name wins. */
export function readRecipients(section: HeaderSection): Recipients {
  const byAddress = new Map<string, NamedMailbox>();
  for (const name of ['To', 'Cc', 'Bcc'] as const) {
    for (const { value } of fieldsNamed(section, name)) {
      const list = parseAddressList(value);
      if (list.kind === 'fault') {
        return { kind: 'fault', field: name, detail: `the ${name} field is malformed: ${list.detail}` };
      }
      for (const entry of list.mailboxes) {
        if (!byAddress.has(entry.mailbox.address)) byAddress.set(entry.mailbox.address, entry);
      }
    }
  }
  return { kind: 'recipients', mailboxes: [...byAddress.values()] };
}
