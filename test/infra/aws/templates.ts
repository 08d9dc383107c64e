/** Synthesised templates for tests: with the project's own feature flags, without bundling any code. */
import { readFileSync } from 'node:fs';

import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';

import { addStacks } from '../../../infra/aws/deployment.ts';
import type { SecureAlias } from '../../../infra/aws/secure-alias.ts';
import { configured } from './example.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

export function testApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  return new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
}

/** A stack to put a single construct into. */
export function testStack(): Stack {
  return new Stack(testApp(), 'Test', { env: { region: 'eu-central-1' } });
}

export interface Whole {
  readonly stack: SecureAlias;
  readonly template: Template;
}

/** The whole stack of the example configuration with changes; `pages` is an empty directory by default. */
export function wholeStack(change: Record<string, unknown> = {}, pages = '/nowhere'): Whole {
  const { stack } = addStacks(testApp(), configured(change), {
    edgeImage: ContainerImage.fromRegistry('registry.example.org/edge:1'),
    pages,
  });
  return { stack, template: Template.fromStack(stack) };
}

/** All resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): ReadonlyMap<string, Resource> {
  return new Map(Object.entries(template.findResources(type) as Record<string, Resource>));
}

/** The one resource of this type whose logical id begins so. */
export function resourceAt(template: Template, type: string, prefix: string): Resource {
  const found = [...resourcesOf(template, type)].filter(([id]) => id.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} resources of ${type} begin with ${prefix}`);
  return only[1];
}
