/**
 * `cdk synth` as an operator runs it, for both presets: the real command, code bundled, cdk-nag asked, with no
 * credentials, no Docker on the path and no network that answers. Then cfn-lint over every template.
 */
import { deepEqual, equal, match } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { pythonTools } from './python-tools.ts';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'synth-'));
after(() => {
  rmSync(directory, { recursive: true });
});

/** Of each preset: what is in its example, and what else can be had together with it. */
const cases: Record<string, Record<string, unknown>> = {
  minimal: {},
  production: {
    certificate: { kind: 'acm' },
    resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
    homeDelivery: { kind: 'smtp', url: 'smtp://mail.example.org:25' },
  },
  acme: { certificate: { kind: 'acme' } },
};
const presetOf = (name: string): string => (name === 'acme' ? 'production' : name);

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

async function synth(configurationFile: string, output: string): Promise<Outcome> {
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    PATH: dirname(process.execPath),
    HOME: join(directory, 'home'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
  };
  const parameters = [
    'synth',
    '--quiet',
    '--no-notices',
    '-c',
    `config=${configurationFile}`,
    '--output',
    output,
  ];
  try {
    const { stderr } = await run(process.execPath, ['node_modules/aws-cdk/bin/cdk', ...parameters], { env });
    return { code: 0, stderr };
  } catch (error) {
    const { code = 1, stderr = '' } = error as { code?: number; stderr?: string };
    return { code, stderr };
  }
}

function configurationFile(preset: string, change: Record<string, unknown>): string {
  const example = readFileSync(`infra/aws/configurations/${presetOf(preset)}.json`, 'utf8');
  const image = existsSync('functions/smtp-edge/Dockerfile')
    ? {}
    : { edgeImage: 'registry.example.org/edge:1' };
  const file = join(directory, `${preset}.json`);
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(example) as object), ...image, ...change }));
  return file;
}

const outcomes = new Map<string, Outcome>();
before(async () => {
  for (const [preset, change] of Object.entries(cases))
    outcomes.set(preset, await synth(configurationFile(preset, change), join(directory, preset)));
});

for (const preset of Object.keys(cases)) {
  test(`${preset}: synthesised offline, and cdk-nag finds nothing that is not acknowledged`, () => {
    const outcome = outcomes.get(preset);
    equal(outcome?.code, 0, outcome?.stderr);
    const report = JSON.parse(readFileSync(join(directory, preset, 'validation-report.json'), 'utf8')) as {
      pluginReports?: { violations?: unknown[]; pluginName?: string; summary?: { status?: string } }[];
    };
    deepEqual(report.pluginReports?.flatMap(({ violations = [] }) => violations) ?? [], []);
  });

  test(`${preset}: a bundle for each function, and each different`, () => {
    const bundles = globSync(join(directory, preset, 'asset.*/index.mjs'));
    // Where the certificate is renewed, there is one more.
    const expected = { minimal: 6, production: 7, acme: 7 }[preset];
    equal(bundles.length, expected);
    equal(new Set(bundles.map((file) => statSync(file).size)).size, expected);
  });
}

test('a wrong configuration is refused before anything is synthesised, a line for each mistake', async () => {
  const output = join(directory, 'refused');
  const file = configurationFile('minimal', { region: 'mars-1', operators: [] });
  const { code, stderr } = await synth(file, output);
  equal(code, 1);
  match(stderr, /^region: "mars-1" is not a region of AWS$/m);
  match(stderr, /^operators: names nobody; for example \["operator@example.org"\]$/m);
  equal(existsSync(join(output, 'manifest.json')), false);
});

const tools = pythonTools();
const skip = typeof tools === 'string' ? tools : false;

/** Gives what it says, whether or not it is content. */
async function cfnLint(...parameters: string[]): Promise<string> {
  if (typeof tools === 'string') return tools;
  const command = 'import sys; from cfnlint.runner import main; sys.exit(main())';
  const { stdout, stderr } = await run(tools.python, ['-c', command, ...parameters]).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return stdout + stderr;
}

test('cfn-lint finds nothing in any template', { skip }, async () => {
  const templates = globSync(join(directory, '*/*.template.json'));
  equal(templates.length, 5);
  // W3005: the CDK names dependencies that follow from references as well; that does no harm.
  equal(await cfnLint(...templates, '--format', 'parseable', '--ignore-checks', 'W3005'), '');
});

test('cfn-lint would find something', { skip }, async () => {
  const file = join(directory, 'wrong.json');
  const Queue = { Type: 'AWS::SQS::Queue', Properties: { Colour: 1 } };
  writeFileSync(file, JSON.stringify({ Resources: { Queue } }));
  match(await cfnLint(file), /Colour/);
});
