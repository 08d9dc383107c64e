/**
 * `cdk synth` as an operator runs it, for both presets and all that can be chosen: the real command, code bundled,
 * cdk-nag asked, with no credentials, no Docker on the path and no network that answers. Then cfn-lint over every
 * template.
 */
import { deepEqual, equal, match } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { form } from '../../../infra/aws/configuration-form.ts';
import { pythonTools } from './python-tools.ts';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'synth-'));
after(() => {
  rmSync(directory, { recursive: true });
});

interface Case {
  readonly preset: 'minimal' | 'production';
  /** Over the preset's example. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Of its functions. */
  readonly bundles: number;
}

/** Together they have everything that can be chosen; a test below holds them to it. */
const cases: Readonly<Record<string, Case>> = {
  minimal: { preset: 'minimal', change: {}, bundles: 6 },
  production: {
    preset: 'production',
    change: {
      certificate: { kind: 'acm' },
      resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
      homeDelivery: { kind: 'smtp', url: 'smtp://mail.example.org:25' },
      mtaSts: 'enforce',
    },
    // One more for the renewal.
    bundles: 7,
  },
  'all in Route 53': {
    preset: 'production',
    change: { certificate: { kind: 'acme' }, homeDelivery: { kind: 'ses' } },
    bundles: 7,
  },
  // A second alias domain whose zone is in Route 53 and unsigned; the first one's is elsewhere.
  'what the organisation brings along': {
    preset: 'minimal',
    change: {
      domains: [
        { alias: 'secure.example.org', home: 'example.org' },
        {
          alias: 'secure.example.net',
          home: 'example.net',
          zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.net' },
        },
      ],
      hosts: { web: 'mail.secure.example.org' },
      webCertificateArn:
        'arn:aws:acm:us-east-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
      signIn: { kind: 'oidc', issuer: 'https://login.example.org', audience: 'secure-alias' },
      edgeImage: 'registry.example.org/edge:1',
      homeDelivery: { kind: 'ses' },
      evidenceKey: {
        generation: 2,
        retired: ['arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'],
      },
      data: 'destroy',
      mtaSts: 'none',
    },
    bundles: 6,
  },
};

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

function configurationOf({ preset, change }: Pick<Case, 'preset' | 'change'>): object {
  const example = readFileSync(`infra/aws/configurations/${preset}.json`, 'utf8');
  return { ...(JSON.parse(example) as object), ...change };
}

function configurationFile(name: string, of: Pick<Case, 'preset' | 'change'>): string {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify(configurationOf(of)));
  return file;
}

const outcomes = new Map<string, Outcome>();
before(async () => {
  for (const [name, each] of Object.entries(cases))
    outcomes.set(name, await synth(configurationFile(name, each), join(directory, name)));
});

for (const [name, { bundles: expected }] of Object.entries(cases)) {
  test(`${name}: synthesised offline, and cdk-nag finds nothing that is not acknowledged`, () => {
    const outcome = outcomes.get(name);
    equal(outcome?.code, 0, outcome?.stderr);
    const report = JSON.parse(readFileSync(join(directory, name, 'validation-report.json'), 'utf8')) as {
      pluginReports?: { violations?: unknown[]; pluginName?: string; summary?: { status?: string } }[];
    };
    deepEqual(report.pluginReports?.flatMap(({ violations = [] }) => violations) ?? [], []);
  });

  test(`${name}: a bundle for each function, and each different`, () => {
    const bundles = globSync(join(directory, name, 'asset.*/index.mjs'));
    equal(bundles.length, expected);
    equal(new Set(bundles.map((file) => statSync(file).size)).size, expected);
  });
}

test('every choice that a configuration has is made in one of them', () => {
  const { homeDelivery, resolver, certificate, signIn, data, mtaSts, preset } = form.shape;
  const unions = { homeDelivery, resolver, certificate, signIn };
  const read = Object.values(cases).map((each) => form.parse(configurationOf(each)));
  for (const [name, union] of Object.entries(unions))
    deepEqual(
      new Set(read.map((configuration) => configuration[name as keyof typeof unions].kind)),
      new Set(union.unwrap().options.map(({ shape }) => shape.kind.value)),
      name,
    );
  deepEqual(new Set(read.map((each) => each.data)), new Set(data.unwrap().options));
  deepEqual(new Set(read.map((each) => each.mtaSts)), new Set(mtaSts.unwrap().options));
  deepEqual(new Set(read.map((each) => each.preset)), new Set(preset.options));
  const zones = read.flatMap(({ domains }) => domains.map(({ zone }) => zone?.dnssec));
  deepEqual(new Set(zones), new Set([undefined, false, true]));
});

test('a wrong configuration is refused before anything is synthesised, a line for each mistake', async () => {
  const output = join(directory, 'refused');
  const wrong = { preset: 'minimal', change: { region: 'mars-1', operators: [] } } as const;
  const file = configurationFile('refused', wrong);
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
  // A second one for each that is in Route 53: what AWS keeps in one region.
  equal(templates.length, 6);
  // W3005: the CDK names dependencies that follow from references as well; that does no harm.
  equal(await cfnLint(...templates, '--format', 'parseable', '--ignore-checks', 'W3005'), '');
});

test('cfn-lint would find something', { skip }, async () => {
  const file = join(directory, 'wrong.json');
  const Queue = { Type: 'AWS::SQS::Queue', Properties: { Colour: 1 } };
  writeFileSync(file, JSON.stringify({ Resources: { Queue } }));
  match(await cfnLint(file), /Colour/);
});
