/**
 * What a function needs to look at other providers' servers, from its environment: one set of variables and
 * one way of putting the parts together, so that all functions look alike.
 */
import { dnsVariables } from '../configuration/dns-values.ts';
import { required, withDefault, type Values } from '../configuration/environment.ts';
import { hostName, networks, port, text } from '../configuration/values.ts';
import { recursiveResolver } from '../dns/recursive-resolver.ts';
import { policyFetcher } from '../mta-sts/fetch-policy.ts';
import { createStsPolicies } from '../mta-sts/policies.ts';
import type { Observer } from '../observe/observer.ts';
import { DEFAULT_TIMEOUTS, type Timeouts } from '../smtp/session.ts';
import { stsPolicyStore } from '../store/sts-policies.ts';
import { trustEntryStore } from '../store/trust-entries.ts';
import type { ExaminationOptions } from './examination.ts';
import type { NextHopSources } from './next-hop.ts';

/** To be spread into the specification of a function that looks at next hops. */
export const nextHopVariables = {
  ...dnsVariables,
  HOST_NAME: required(hostName),
  SMTP_PORT: withDefault(port, '25'),
  ALLOWED_NETWORKS: withDefault(networks, ''),
  TRUST_TABLE: required(text),
  STS_POLICIES_TABLE: required(text),
  MTA_STS_PORT: withDefault(port, '443'),
};

/** Everything but the time: each look has a deadline of its own. */
export type NextHopOptions = NextHopSources & Omit<ExaminationOptions, 'deadline'>;

/** Puts the parts together; once in a process, because they remember. */
export function nextHopFromEnvironment(
  values: Values<typeof nextHopVariables>,
  observer: Observer,
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
): NextHopOptions {
  const { resolver } = recursiveResolver({
    servers: values.DNS_SERVERS,
    trust: values.DNS_TRUST,
    anchors: values.DNS_TRUST_ANCHORS,
  });
  const { ALLOWED_NETWORKS: allowedNetworks } = values;
  return {
    resolver,
    trust: trustEntryStore(values.TRUST_TABLE),
    sts: createStsPolicies({
      resolver,
      store: stsPolicyStore(values.STS_POLICIES_TABLE),
      fetch: policyFetcher({ port: values.MTA_STS_PORT, resolver, allowedNetworks }),
      now: Date.now,
      onFault: (message, error) => {
        observer.fault(message, error);
      },
    }),
    allowedNetworks,
    clientName: values.HOST_NAME,
    port: values.SMTP_PORT,
    timeouts,
  };
}
