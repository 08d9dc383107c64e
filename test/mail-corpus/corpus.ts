/**
 * Mail from people who mean harm, and from programs that do not know better: what a reader's page and the server
 * behind it have to stand. The server's part is tested in test/functions/settings-api/hostile-mail.test.ts, the
 * page's in a browser.
 */
import { activeContent } from './active-content.ts';
import { brokenStructure } from './broken-structure.ts';
import { deceit } from './deceit.ts';
import type { HostileMessage } from './message.ts';
import { remoteContent } from './remote-content.ts';

export type { HostileMessage } from './message.ts';
export { TRACKER } from './message.ts';
export { spoofedNotices } from './deceit.ts';

export const corpus: readonly HostileMessage[] = [
  ...activeContent,
  ...remoteContent,
  ...brokenStructure,
  ...deceit,
];
