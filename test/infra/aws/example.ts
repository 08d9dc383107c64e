/** The configuration that the tests of the deployment start from. */
import { readConfiguration, type DeploymentConfiguration } from '../../../infra/aws/config.ts';

export const example = {
  preset: 'minimal',
  region: 'eu-central-1',
  domains: [{ alias: 'secure.example.org', home: 'example.org' }],
  operators: ['operator@example.org'],
};

export const exampleZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'secure.example.org' };

/** Everything in Route 53, and all that goes with it. */
export const zoned = {
  domains: [{ ...example.domains[0], zone: exampleZone }],
  hosts: { web: 'mail.secure.example.org', api: 'api.secure.example.org' },
};

/** A zone that the deployment signs. */
export const signedZone = { domains: [{ ...example.domains[0], zone: { ...exampleZone, dnssec: true } }] };

/** The example with changes, read. Throws where it is refused. */
export function configured(change: Record<string, unknown> = {}): DeploymentConfiguration {
  const reading = readConfiguration({ ...example, ...change });
  if (reading.kind === 'mistakes') throw new Error(reading.lines.join('\n'));
  return reading.configuration;
}
