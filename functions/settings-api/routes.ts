/** Everything that the API answers to. */
import { getAdminActions } from './admin-actions.ts';
import { getAdminAliases } from './admin-aliases.ts';
import { postAliasOverrides } from './admin-overrides.ts';
import { deleteTrustEntry, getTrustEntries, patchTrustEntry, postTrustEntry } from './admin-trust.ts';
import { getAlias, putAlias } from './alias.ts';
import { deleteAppPassword, getAppPasswords, postAppPassword } from './app-passwords.ts';
import { getDeliveries, getDelivery } from './deliveries.ts';
import { getAttachment, getRawMessage } from './attachments.ts';
import { getEvidence, getEvidenceKeys } from './evidence.ts';
import { getHealth } from './health.ts';
import { getIdentities } from './identities.ts';
import { postCheck } from './checks.ts';
import {
  getAppleProfile,
  getAutoconfig,
  getAutoconfigAtHost,
  getMailPrograms,
  postAutodiscover,
} from './mail-programs.ts';
import { getMe } from './me.ts';
import { deleteMessage, getMessage, getMessages, patchMessage } from './messages.ts';
import { describeApi } from './openapi.ts';
import { getRefusals } from './refusals.ts';
import { reply, route, type Route } from './route.ts';
import { postMessage } from './send-message.ts';
import { postTrustPreview } from './trust-preview.ts';
import { deleteUpload, postUpload } from './uploads.ts';
import { getWhyRefused } from './why-refused.ts';

let described: { readonly server: string; readonly document: string } | undefined;

/** Made when first asked for, so that no cold start pays for it. */
const getDescription = route(
  'GET',
  '/v1/openapi.json',
  { summary: 'This document', access: 'public', answer: { status: 200, media: 'application/json' } },
  (_call, { publicUrl }) => {
    if (described?.server !== publicUrl.href) {
      described = { server: publicUrl.href, document: JSON.stringify(describeApi(routes, publicUrl)) };
    }
    return reply(described.document);
  },
);

export const routes: readonly Route[] = [
  getAlias,
  putAlias,
  getIdentities,
  postAppPassword,
  getAppPasswords,
  deleteAppPassword,
  postUpload,
  deleteUpload,
  postMessage,
  getMessages,
  getMessage,
  getRawMessage,
  getAttachment,
  patchMessage,
  deleteMessage,
  getDeliveries,
  getDelivery,
  getEvidence,
  getRefusals,
  postCheck,
  getMe,
  getMailPrograms,
  getAppleProfile,
  getAutoconfig,
  getAutoconfigAtHost,
  postAutodiscover,
  getAdminActions,
  getAdminAliases,
  postAliasOverrides,
  getTrustEntries,
  postTrustEntry,
  patchTrustEntry,
  deleteTrustEntry,
  postTrustPreview,
  getEvidenceKeys,
  getHealth,
  getDescription,
  getWhyRefused,
];
