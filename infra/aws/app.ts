/**
 * What `cdk` runs. The configuration is `secure-alias.config.json`, or another file with `-c config=FILE`, or the
 * object under `secure-alias` in the context (cdk.json). Mistakes are printed, a line each, and nothing is
 * synthesised.
 */
import { readFileSync } from 'node:fs';

import { App, Validations } from 'aws-cdk-lib';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { AwsSolutionsChecks } from 'cdk-nag';

import { readConfiguration } from './config.ts';
import { addStacks } from './deployment.ts';
import { edgeImage } from './edge-image.ts';

function leave(lines: readonly string[]): never {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exit(1);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return leave([
      `${file}: cannot be read. Copy infra/aws/configurations/minimal.json there and change it, or name another file with -c config=FILE.`,
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    return leave([`${file}: is not JSON (${error instanceof Error ? error.message : String(error)})`]);
  }
}

const app = new App();
const file = app.node.tryGetContext('config') as string | undefined;
const inContext: unknown = app.node.tryGetContext('secure-alias');
const reading = readConfiguration(
  file === undefined && inContext !== undefined ? inContext : readJson(file ?? 'secure-alias.config.json'),
);
if (reading.kind === 'mistakes') leave(reading.lines);
const { configuration } = reading;
const { edgeImage: given } = configuration;
addStacks(app, configuration, {
  edgeImage: given === undefined ? edgeImage() : ContainerImage.fromRegistry(given),
});
// Findings that nobody has acknowledged with a reason stop the synthesis.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
