/** The stack: every capability once, in the order in which mail meets them. */
import { join } from 'node:path';

import { CfnOutput, CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { Api } from './api.ts';
import { Certificates } from './certificates.ts';
import { webNames, zoneFor, type DeploymentConfiguration } from './config.ts';
import { Delivery } from './delivery.ts';
import { Edge } from './edge.ts';
import { EmailSending } from './email-sending.ts';
import { EvidenceKey } from './evidence-key.ts';
import { root } from './function-code.ts';
import { Home } from './home.ts';
import { MailDns } from './mail-dns.ts';
import { stsPolicy } from './mail-records.ts';
import { Network } from './network.ts';
import { Observability } from './observability.ts';
import { pagesConfiguration, signInOrigins } from './pages-configuration.ts';
import { PolicyHost } from './policy-host.ts';
import { Provisioner } from './provisioner.ts';
import { Resolver } from './resolver.ts';
import { settingsOf } from './settings.ts';
import { SignIn, type TokenIssuer } from './sign-in.ts';
import { Site } from './site.ts';
import { Storage } from './storage.ts';

export interface SecureAliasProps extends StackProps {
  readonly configuration: DeploymentConfiguration;
  readonly edgeImage: ContainerImage;
  /** For the names that CloudFront answers to. @default no names of our own there */
  readonly webCertificate: ICertificate | null;
  /** Directory with the pages. @default web/dist */
  readonly pages?: string;
}

export class SecureAlias extends Stack {
  readonly network: Network;
  readonly storage: Storage;
  readonly delivery: Delivery;
  readonly home: Home;
  readonly api: Api;
  readonly edge: Edge;
  readonly #zones = new Map<string, IHostedZone>();

  constructor(scope: Construct, id: string, props: SecureAliasProps) {
    super(scope, id, props);
    const { configuration, webCertificate } = props;
    const { sizes, hosts, data } = configuration;
    const publicUrl = hosts.web === null ? {} : { publicUrl: `https://${hosts.web}` };
    const keepAddresses = data === 'retain';
    const { homeDelivery } = configuration;
    const furtherPorts = homeDelivery.kind === 'smtp' ? portsOf(homeDelivery.url) : [];

    const network = new Network(this, 'Network', {
      natGateways: sizes.natGateways,
      egress: configuration.egress,
      keepAddresses,
      furtherPorts,
      resolver: configuration.resolver.kind === 'unbound',
    });
    const storage = new Storage(this, 'Storage', {
      data,
      ...(publicUrl.publicUrl !== undefined && { pages: publicUrl.publicUrl }),
      timeouts: {
        OUTBOUND_QUEUE_URL: Duration.seconds(sizes.worker.timeoutSeconds),
        HOME_QUEUE_URL: Duration.seconds(sizes.home.timeoutSeconds),
      },
    });
    const provisioner = new Provisioner(this, 'Provisioner', storage.key);
    const certificates = new Certificates(this, 'Certificates', {
      configuration,
      network,
      storage,
      provisioner,
    });
    const resolver = this.#resolver(configuration, network);
    const settings = settingsOf(configuration, resolver?.servers);
    const common = { network, storage, settings, sizes };

    const delivery = new Delivery(this, 'Delivery', { ...common, hostName: hosts.sending });
    const aliasDomains = configuration.domains.map(({ alias }) => alias);
    const email =
      homeDelivery.kind === 'ses' ? new EmailSending(this, 'EmailSending', { aliasDomains }) : null;
    const home = new Home(this, 'Home', {
      ...common,
      relay: homeDelivery.kind !== 'mailbox',
      ...(email !== null && { email }),
      hostName: homeDelivery.kind === 'smtp' ? hosts.sending : hosts.receiving,
    });
    const issuer = this.#issuer(configuration, storage, publicUrl);
    const apiZone = hosts.api === null ? null : this.#zone(hosts.api, configuration);
    const evidenceKey = new EvidenceKey(this, 'EvidenceKey', {
      stackName: configuration.name,
      ...configuration.evidenceKey,
      removalPolicy: storage.removalPolicy,
    });
    const api = new Api(this, 'Api', {
      ...common,
      evidenceKey,
      ...publicUrl,
      hostName: hosts.sending,
      submissionHost: hosts.receiving,
      issuer,
      ...(hosts.api !== null && apiZone !== null && { domain: { name: hosts.api, zone: apiZone } }),
    });
    const edge = new Edge(this, 'Edge', {
      ...common,
      hostName: hosts.receiving,
      publicUrl: api.publicUrl,
      image: props.edgeImage,
      certificate: certificates.secret,
      keepAddresses,
    });
    // The first task needs a certificate to start with.
    edge.service.node.addDependency(certificates);
    const site = new Site(this, 'Site', {
      pages: props.pages ?? join(root, 'web/dist'),
      apiUrl: api.httpApi.apiEndpoint,
      // The bucket takes uploads from the pages by presigned requests.
      connectTo: [
        ...signInOrigins(configuration, this.region),
        `https://${storage.bucket.bucketRegionalDomainName}`,
      ],
      configuration: pagesConfiguration(configuration, issuer),
      ...(hosts.web !== null &&
        webCertificate !== null && {
          domain: {
            name: hosts.web,
            certificate: webCertificate,
            zone: this.#zone(hosts.web, configuration),
          },
        }),
    });
    const policyDomains = webCertificate === null ? [] : webNames(configuration).policyDomains;
    if (webCertificate !== null && policyDomains.length > 0)
      new PolicyHost(this, 'PolicyHost', {
        policy: stsPolicy(configuration),
        certificate: webCertificate,
        hosts: policyDomains.map((alias) => ({
          name: `mta-sts.${alias}`,
          zone: this.#zone(`mta-sts.${alias}`, configuration),
        })),
      });
    new MailDns(this, 'MailDns', {
      configuration,
      facts: {
        edgeAddresses: edge.addresses,
        outgoingAddresses: network.outgoingAddresses,
        dkim: this.#dkimRecords(configuration, storage, provisioner),
        ...(email !== null && { sesDkim: email.dkim }),
        keyDigest: certificates.keyDigest,
        policyDomains,
      },
    });
    new Observability(this, 'Observability', {
      name: configuration.name,
      observed: [edge, home, delivery, api, certificates, network, email, resolver].filter(
        (part) => part !== null,
      ),
      logGroups: [
        edge.logGroup,
        ...(certificates.renewal === null ? [] : [certificates.renewal.logGroup]),
        ...[api.settingsApi, delivery.worker, home.delivery, delivery.trustWatch, delivery.tlsReports].map(
          ({ logGroup }) => logGroup,
        ),
      ],
      key: storage.key,
      addresses: configuration.alarmAddresses ?? configuration.operators,
    });
    new CfnOutput(this, 'PagesUrl', { value: `https://${hosts.web ?? site.distribution.domainName}` });
    new CfnOutput(this, 'ApiUrl', { value: api.httpApi.apiEndpoint });
    this.network = network;
    this.storage = storage;
    this.delivery = delivery;
    this.home = home;
    this.api = api;
    this.edge = edge;
  }

  #zone(name: string, { domains }: DeploymentConfiguration): IHostedZone | null {
    const zone = zoneFor(name, domains);
    if (zone === null) return null;
    const known = this.#zones.get(zone.id);
    if (known !== undefined) return known;
    const attributes = { hostedZoneId: zone.id, zoneName: zone.name };
    const made = HostedZone.fromHostedZoneAttributes(this, `Zone-${zone.name}`, attributes);
    this.#zones.set(zone.id, made);
    return made;
  }

  #resolver(configuration: DeploymentConfiguration, network: Network): Resolver | null {
    const { resolver, sizes } = configuration;
    if (resolver.kind === 'public') return null;
    const zone = this.#zone(resolver.host, configuration);
    if (zone === null) throw new Error('a resolver of our own needs a zone');
    return new Resolver(this, 'Resolver', { network, host: resolver.host, zone, sizes });
  }

  #issuer(
    { signIn, sizes }: DeploymentConfiguration,
    { removalPolicy }: Storage,
    publicUrl: { publicUrl?: string },
  ): TokenIssuer {
    if (signIn.kind === 'oidc') {
      const { issuer: url, audience, claims, operatorsGroup } = signIn;
      const names = {
        ADDRESS_CLAIM: claims.address,
        GROUPS_CLAIM: claims.groups,
        OPERATORS_GROUP: operatorsGroup,
      };
      return { url, audience, names };
    }
    return new SignIn(this, 'SignIn', { ...publicUrl, removalPolicy, logDays: sizes.logDays }).issuer;
  }

  #dkimRecords({ domains }: DeploymentConfiguration, storage: Storage, provisioner: Provisioner) {
    const secret = storage.secrets.DKIM_SECRET;
    provisioner.mayFill(secret);
    const records = new Map<string, { name: string; text: string }[]>();
    let before: CustomResource | null = null;
    for (const { alias } of domains) {
      const keys: CustomResource = new CustomResource(this, `Dkim-${alias}`, {
        serviceToken: provisioner.serviceToken,
        resourceType: 'Custom::DkimKeys',
        properties: { kind: 'dkim', secret: secret.secretArn, domain: alias },
      });
      keys.node.addDependency(provisioner);
      // One after the other: all write into the same secret.
      if (before !== null) keys.node.addDependency(before);
      before = keys;
      records.set(
        alias,
        ['Rsa', 'Ed25519'].map((kind) => ({
          name: keys.getAttString(`${kind}Name`),
          text: keys.getAttString(`${kind}Text`),
        })),
      );
    }
    return records;
  }
}

function portsOf(url: string): number[] {
  const { port, protocol } = new URL(url);
  return [port === '' ? (protocol === 'smtps:' ? 465 : 25) : Number(port)];
}
