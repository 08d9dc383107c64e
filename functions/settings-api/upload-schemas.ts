/** Uploads: what a client asks for and what it gets, as the OpenAPI document publishes it. */
import { z } from 'zod';

import { Identifier, Time } from './answers.ts';
import { components, ContentType, line } from './schemas.ts';

export const NewUpload = z
  .strictObject({
    filename: line(255, 1).describe('The name that it gets as an attachment.'),
    contentType: ContentType,
    size: z.int().min(1).describe('Octets: exactly so many can be put.'),
  })
  .meta({ examples: [{ filename: 'a.pdf', contentType: 'application/pdf', size: 9_000_000 }] })
  .register(components, { id: 'NewUpload' });

export const UploadTicket = z
  .object({
    id: Identifier.describe('What `attachments` of a message call `uploadId`.'),
    url: z.string().describe('Where to put it; the address itself is the permission.'),
    method: z.literal('PUT'),
    headers: z.object({ 'Content-Type': z.string() }).describe('To be sent as they are.'),
    expiresAt: Time.describe('Until then the address can be used.'),
    keptUntil: Time.describe('Until then a message can name it.'),
  })
  .meta({
    examples: [
      {
        id: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
        url: 'https://objects.example.org/uploads/01KAQ3Y8M4T0Z5N6R7S8V9W1X2?X-Amz-Signature=…',
        method: 'PUT',
        headers: { 'Content-Type': 'application/pdf' },
        expiresAt: '2026-11-23T10:15:00Z',
        keptUntil: '2026-11-24T10:00:00Z',
      },
    ],
  })
  .register(components, { id: 'UploadTicket' });
