/**
 * Every function gets every variable that it cannot do without, and none that it does not read. What a function
 * reads is asked of the function itself: its reader is run over an environment that notes each name.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { readConfiguration as readWorker } from '../../../functions/delivery-worker/configuration.ts';
import { readConfiguration as readHome } from '../../../functions/home-delivery/configuration.ts';
import { readConfiguration as readApi } from '../../../functions/settings-api/configuration.ts';
import { readEdgeEnvironment } from '../../../functions/smtp-edge/configuration.ts';
import { readConfiguration as readReports } from '../../../functions/tls-reports/configuration.ts';
import { readConfiguration as readWatch } from '../../../functions/trust-watch/configuration.ts';
import { resourceAt, wholeStack, type Whole } from './templates.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names that a reader asks for, and those among them that it cannot do without. */
function namesRead(read: (environment: Environment) => unknown): { all: string[]; required: string[] } {
  const all = new Set<string>();
  const noting: Environment = new Proxy(
    {},
    {
      get: (_, name) => {
        all.add(String(name));
        return undefined;
      },
    },
  );
  let complaint = '';
  try {
    read(noting);
  } catch (error) {
    complaint = error instanceof Error ? error.message : String(error);
  }
  const required = complaint.split('\n').flatMap((line) => /^([A-Z_]+): is not set/.exec(line)?.[1] ?? []);
  ok(required.length > 3, complaint);
  return { all: [...all].sort(), required: required.sort() };
}

const readers = {
  DeliveryWorkerFunction: namesRead(readWorker),
  DeliveryTrustWatchFunction: namesRead(readWatch),
  DeliveryTlsReportsFunction: namesRead(readReports),
  HomeDeliveryFunction: namesRead(readHome),
  ApiSettingsApiFunction: namesRead(readApi),
};

interface Container {
  readonly Name: string;
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
}

function lambdaEnvironment({ template }: Whole, prefix: string): Record<string, unknown> {
  const { Properties } = resourceAt(template, 'AWS::Lambda::Function', prefix);
  return (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
}

function edgeEnvironment({ template }: Whole): Record<string, unknown> {
  const { Properties } = resourceAt(template, 'AWS::ECS::TaskDefinition', 'EdgeTask');
  const containers = Properties['ContainerDefinitions'] as readonly Container[];
  const edge = containers.find(({ Name }) => Name === 'edge');
  return Object.fromEntries(edge?.Environment.map(({ Name, Value }) => [Name, Value]) ?? []);
}

const houses: Record<string, Whole> = {
  mailbox: wholeStack(),
  'home server': wholeStack({ homeDelivery: { kind: 'smtp', url: 'smtp://mail.example.org:25' } }),
  SES: wholeStack({ homeDelivery: { kind: 'ses' } }),
  'an issuer of its own': wholeStack({
    signIn: { kind: 'oidc', issuer: 'https://login.example.org', audience: 'x' },
  }),
};

for (const [title, house] of Object.entries(houses)) {
  for (const [prefix, { all, required }] of Object.entries(readers)) {
    test(`${title}: ${prefix} gets what it reads`, () => {
      const given = Object.keys(lambdaEnvironment(house, prefix)).sort();
      deepEqual(
        required.filter((name) => !given.includes(name)),
        [],
        'missing',
      );
      deepEqual(
        given.filter((name) => !all.includes(name)),
        [],
        'not read by it',
      );
    });
  }

  test(`${title}: the edge gets what it reads, and a value for every name`, () => {
    const { all, required } = namesRead((environment) => readEdgeEnvironment(environment));
    const environment = edgeEnvironment(house);
    const given = Object.keys(environment).filter((name) => name !== 'AWS_REGION');
    deepEqual(
      required.filter((name) => !given.includes(name)),
      [],
      'missing',
    );
    deepEqual(
      given.filter((name) => !all.includes(name)),
      [],
      'not read by it',
    );
  });
}

test('values are such that the functions take them', () => {
  // Tokens stand for names that AWS gives; any text does for those.
  const asText = (environment: Record<string, unknown>): Environment =>
    Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [
        name,
        typeof value === 'string'
          ? value
          : name === 'EVIDENCE_KEY'
            ? 'kms:arn:aws:kms:eu-central-1:000000000000:key/named-by-aws'
            : name.endsWith('_URL')
              ? 'https://named-by-aws.example'
              : 'named-by-aws',
      ]),
    );
  for (const house of Object.values(houses)) {
    readWorker(asText(lambdaEnvironment(house, 'DeliveryWorkerFunction')));
    readWatch(asText(lambdaEnvironment(house, 'DeliveryTrustWatchFunction')));
    readReports(asText(lambdaEnvironment(house, 'DeliveryTlsReportsFunction')));
    readApi(asText(lambdaEnvironment(house, 'ApiSettingsApiFunction')));
    readHome(asText(lambdaEnvironment(house, 'HomeDeliveryFunction')));
    readEdgeEnvironment(asText(edgeEnvironment(house)));
  }
});
