/** The CDK app's templates of both presets, synthesised here and now, so that the table follows the app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';

import { readConfiguration, type DeploymentConfiguration } from '../../infra/aws/config.ts';
import { addStacks } from '../../infra/aws/deployment.ts';
import type { PresetName } from '../../infra/aws/presets.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface Synthesised {
  readonly configuration: DeploymentConfiguration;
  readonly resources: readonly Resource[];
}

const ROOT = join(import.meta.dirname, '../..');

const parsed = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

/** From the preset's example configuration, with changes. Nothing is bundled, and no image built. */
export function synthesise(preset: PresetName, change: Readonly<Record<string, unknown>> = {}): Synthesised {
  const example = parsed(`infra/aws/configurations/${preset}.json`) as object;
  const reading = readConfiguration({ ...example, ...change });
  if (reading.kind === 'mistakes') throw new Error(reading.lines.join('\n'));
  const { configuration } = reading;
  const { context } = parsed('cdk.json') as { context: Record<string, unknown> };
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  addStacks(app, configuration, {
    edgeImage: ContainerImage.fromRegistry('registry.example.org/edge:1'),
    pages: '/nowhere',
  });
  const templates = app
    .synth()
    .stacks.map(({ template }) => template as { Resources: Record<string, Resource> });
  return { configuration, resources: templates.flatMap(({ Resources }) => Object.values(Resources)) };
}
