/**
 * `npm run web:client`: the types of the API for the pages, web/api/schema.d.ts, made of the OpenAPI document that
 * the routes describe themselves with. To be run after every change of a route; a test says when it was forgotten.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';

import { describeApi } from '../functions/settings-api/openapi.ts';
import { routes } from '../functions/settings-api/routes.ts';

export const SCHEMA_FILE = join(import.meta.dirname, '../web/api/schema.d.ts');

const HEAD = '/** Made by `npm run web:client` of the OpenAPI document; not to be edited. */\n';

/** The text that the file should have. */
export async function composeClientTypes(): Promise<string> {
  const document = describeApi(routes, new URL('https://localhost')) as unknown as OpenAPI3;
  return HEAD + astToString(await openapiTypescript(document, { alphabetize: true }));
}

if (import.meta.main) await writeFile(SCHEMA_FILE, await composeClientTypes());
