/**
 * The settings API: an HTTP API with a JWT authorizer before every path but the few that need no sign-in,
 * throttled over all users together, with an access log that names no mail.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ARecord, RecordTarget, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

import { PUBLIC_PATHS, PUBLIC_POST_PATHS } from '../public-paths.ts';
import { access } from './access.ts';
import { acknowledge } from './acknowledge.ts';
import { HouseFunction } from './house-function.ts';
import type { EvidenceKey } from './evidence-key.ts';
import type { Network } from './network.ts';
import { adviseAlarm, faultAlarms, figure, graph, type Observed } from './observed.ts';
import type { Sizes } from './presets.ts';
import type { Settings } from './settings.ts';
import type { TokenIssuer } from './sign-in.ts';
import type { Storage } from './storage.ts';

export interface ApiProps {
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
  readonly evidenceKey: EvidenceKey;
  /** What checks of a recipient's servers call themselves. */
  readonly hostName: string;
  /** Where mail programs send. */
  readonly submissionHost: string;
  readonly issuer: TokenIssuer;
  /** A name of its own, and the zone that proves it. @default the name that API Gateway gives */
  readonly domain?: { readonly name: string; readonly zone: IHostedZone };
  /** Where the pages are, if they have a name. @default the API's own URL */
  readonly publicUrl?: string;
  readonly sizes: Sizes;
}

/** API Gateway waits 30 seconds and no longer. */
const TIMEOUT = Duration.seconds(29);

const ACCESS_LOG = apigateway.AccessLogFormat.custom(
  JSON.stringify({
    requestId: apigateway.AccessLogField.contextRequestId(),
    at: apigateway.AccessLogField.contextRequestTime(),
    method: apigateway.AccessLogField.contextHttpMethod(),
    route: '$context.routeKey',
    status: apigateway.AccessLogField.contextStatus(),
    length: apigateway.AccessLogField.contextResponseLength(),
    milliseconds: apigateway.AccessLogField.contextResponseLatency(),
    error: '$context.authorizer.error',
  }),
);

export class Api extends Construct implements Observed {
  readonly httpApi: gateway.HttpApi;
  readonly settingsApi: HouseFunction;
  /** Where users find it; in links, in notices and in answers of the edge. */
  readonly publicUrl: string;
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { issuer, domain, sizes } = props;
    this.httpApi = new gateway.HttpApi(this, 'HttpApi', {
      description: 'Secure Alias: settings and mail',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Tokens', issuer.url, { jwtAudience: [issuer.audience] }),
    });
    const ownUrl = domain === undefined ? this.httpApi.apiEndpoint : `https://${domain.name}`;
    this.publicUrl = props.publicUrl ?? ownUrl;
    this.settingsApi = this.#function(props);
    const integration = new HttpLambdaIntegration('SettingsApi', this.settingsApi.function);
    this.httpApi.addRoutes({ path: '/{path+}', methods: [gateway.HttpMethod.ANY], integration });
    for (const path of [...PUBLIC_PATHS, ...PUBLIC_POST_PATHS])
      this.httpApi.addRoutes({
        path,
        methods: [PUBLIC_PATHS.includes(path) ? gateway.HttpMethod.GET : gateway.HttpMethod.POST],
        integration,
        authorizer: new gateway.HttpNoneAuthorizer(),
      });
    const stage = this.#stage(sizes);
    if (domain !== undefined) this.#ownName(domain, stage);
    acknowledge(this.httpApi, {
      'AwsSolutions-APIG4':
        'Health, the OpenAPI document, the keys that verify receipts, the page that explains a refusal and the files for mail programs, which name no user, are for everybody; all else has the JWT authorizer.',
    });
    this.alarms = [
      ...faultAlarms(this.settingsApi, 'settings-api', this.settingsApi.function),
      adviseAlarm(this, 'ServerErrors', {
        name: 'api-5xx',
        advice: 'Read the ERROR lines of settings-api at the time: people cannot use the API.',
        metric: this.httpApi.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
        threshold: 5,
        periods: 2,
      }),
    ];
    this.widgets = [
      graph(
        'API',
        [this.httpApi.metricCount(), this.httpApi.metricServerError()],
        [this.httpApi.metricLatency()],
      ),
      graph('Accepted over the API', [figure('api-mail-in')]),
    ];
  }

  #function(props: ApiProps): HouseFunction {
    const { network, storage, settings, evidenceKey, hostName, submissionHost, sizes, issuer } = props;
    const { ALIAS_DOMAINS, HOME_DELIVERY, MAX_MESSAGE_SIZE, DNS_SERVERS, INCOMING_SERVER } = settings;
    const settingsApi = new HouseFunction(this, 'SettingsApi', {
      network,
      storage,
      name: 'settings-api',
      description: 'Answers the HTTPS API',
      access: access['settings-api'],
      settings: {
        ALIAS_DOMAINS,
        HOME_DELIVERY,
        MAX_MESSAGE_SIZE,
        DNS_SERVERS,
        HOST_NAME: hostName,
        EVIDENCE_KEY: evidenceKey.location,
        PUBLIC_URL: this.publicUrl,
        ...issuer.names,
        SUBMISSION_HOST: submissionHost,
        ...(INCOMING_SERVER !== undefined && { INCOMING_SERVER }),
      },
      memoryMiB: sizes.api.memoryMiB,
      timeout: TIMEOUT,
      logDays: sizes.logDays,
    });
    evidenceKey.grantSigning(settingsApi.function);
    return settingsApi;
  }

  #stage({ api, logDays }: Sizes): gateway.HttpStage {
    const logGroup = new LogGroup(this, 'AccessLog', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new gateway.HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: api.rate, burstLimit: api.burst },
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(logGroup),
        format: ACCESS_LOG,
      },
    });
  }

  #ownName({ name, zone }: { name: string; zone: IHostedZone }, stage: gateway.HttpStage): void {
    const domainName = new gateway.DomainName(this, 'Domain', {
      domainName: name,
      certificate: new Certificate(this, 'Certificate', {
        domainName: name,
        validation: CertificateValidation.fromDns(zone),
      }),
      securityPolicy: gateway.SecurityPolicy.TLS_1_2,
    });
    new gateway.ApiMapping(this, 'Mapping', { api: this.httpApi, domainName, stage });
    new ARecord(this, 'Address', {
      zone,
      recordName: `${name}.`,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(domainName.regionalDomainName, domainName.regionalHostedZoneId),
      ),
    });
  }
}
