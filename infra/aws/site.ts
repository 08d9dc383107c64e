/**
 * The pages, and the API beside them under the same name, so that a browser needs no permission to talk from one
 * to the other. Takes whatever lies in the directory it is given; with nothing there, the API is still reached.
 */
import { existsSync, readdirSync } from 'node:fs';

import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ARecord, RecordTarget, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

import {
  CACHE_CHECKED,
  CACHE_FOREVER,
  contentSecurityPolicy,
  FRAME_PATHS,
  frameHeaders,
  framePolicy,
  HASHED_FILES,
  pagesHeaders,
} from '../pages-headers.ts';
import { acknowledge } from './acknowledge.ts';
import type { PagesConfiguration } from './pages-configuration.ts';

export interface SiteProps {
  /** Directory with the pages; may be missing or empty. */
  readonly pages: string;
  /** `https://…` of the HTTP API. */
  readonly apiUrl: string;
  /** What `/config.json` tells the pages. @default none, for a site that has pages of another kind */
  readonly configuration?: PagesConfiguration;
  /** Origins beside its own that pages connect to: sign-in, buckets for uploads. @default none */
  readonly connectTo?: readonly string[];
  /** A name of its own, with its certificate, and the zone where that is in Route 53. @default CloudFront's name */
  readonly domain?: {
    readonly name: string;
    readonly certificate: ICertificate;
    readonly zone: IHostedZone | null;
  };
}

/** Why cdk-nag is not followed at a distribution; the policy host of MTA-STS has the same. */
export const distributionReasons = {
  'AwsSolutions-CFR1': 'Users travel, and senders are everywhere: mail knows no countries to shut out.',
  'AwsSolutions-CFR2':
    'Pages are static, and the API behind has its own throttling and sign-in; a web application firewall costs more than all the rest and is for the organisation to add.',
  'AwsSolutions-CFR3':
    'Would be a list of who reads mail from where; API Gateway logs every call by request id.',
};

interface HeadersOfPage {
  readonly policy: string;
  readonly option: cloudfront.HeadersFrameOption;
  /** All others, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

const { DENY, SAMEORIGIN } = cloudfront.HeadersFrameOption;
const API_PATHS = [
  '/v1/*',
  '/healthz',
  '/why-refused',
  '/.well-known/autoconfig/*',
  '/mail/config-v1.1.xml',
  '/autodiscover/*',
];

/** Findings about CDK's own function that unpacks assets into the bucket: its permissions and runtime are CDK's. */
function uploaderReasons(stack: Stack, bucketLogicalId: string): Record<string, string> {
  const assets = `cdk-${stack.synthesizer.bootstrapQualifier ?? ''}-assets-<AWS::AccountId>-${stack.region}`;
  const wild = [
    ...['GetObject', 'GetBucket', 'List', 'DeleteObject', 'Abort'].map((action) => `Action::s3:${action}*`),
    `Resource::arn:aws:s3:::${assets}/*`,
    `Resource::<${bucketLogicalId}.Arn>/*`,
    'Resource::*',
  ];
  const why =
    'CDK lets it read its bucket of assets, write the bucket of the public pages, and tell CloudFront.';
  return {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
      'CDK gives it the basic execution policy, which lets it write its log.',
    'AwsSolutions-L1': 'The runtime is the one that CDK has tested it with.',
    ...Object.fromEntries(wild.map((finding) => [`AwsSolutions-IAM5[${finding}]`, why])),
  };
}

export class Site extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    const { domain } = props;
    const bucket = new s3.Bucket(this, 'Pages', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Made again by every deployment; nothing in it is anybody's.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, { 'AwsSolutions-S1': 'Holds the public pages only.' });
    const responseHeadersPolicy = this.#headers(props.connectTo ?? []);
    const api = new HttpOrigin(Fn.select(2, Fn.split('/', props.apiUrl)), {
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    });
    const { REDIRECT_TO_HTTPS } = cloudfront.ViewerProtocolPolicy;
    const toApi: cloudfront.BehaviorOptions = {
      origin: api,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      responseHeadersPolicy,
    };
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Secure Alias: pages and API',
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket as s3.IBucket),
        viewerProtocolPolicy: REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [
          { function: this.#pageOfAddress(), eventType: cloudfront.FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: {
        ...Object.fromEntries(API_PATHS.map((path) => [path, toApi])),
        ...Object.fromEntries(FRAME_PATHS.map((path, at) => [path, this.#frame(path, at, bucket)])),
      },
      ...(domain !== undefined && {
        domainNames: [domain.name],
        certificate: domain.certificate,
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    acknowledge(this.distribution, {
      ...distributionReasons,
      ...(domain === undefined && {
        'AwsSolutions-CFR4':
          'Under a name of CloudFront’s own the certificate, and so the TLS version, is CloudFront’s.',
      }),
    });
    if (domain !== undefined && domain.zone !== null)
      new ARecord(this, 'Address', {
        zone: domain.zone,
        recordName: `${domain.name}.`,
        target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
      });
    if (existsSync(props.pages) && readdirSync(props.pages).length > 0)
      this.#upload(props.pages, props.configuration, bucket);
  }

  /** A document that mail is shown in: under a policy of its own, in frames of our own pages. */
  #frame(path: string, at: number, bucket: s3.Bucket): cloudfront.BehaviorOptions {
    const policy = framePolicy(path) ?? "default-src 'none'";
    const frame = { policy, option: SAMEORIGIN, headers: frameHeaders };
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket as s3.IBucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.#headersOf(`FrameHeaders${at}`, frame),
    };
  }

  #pageOfAddress(): cloudfront.Function {
    return new cloudfront.Function(this, 'PageOfAddress', {
      comment: 'Every address of a page is index.html',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(PAGE_OF_ADDRESS),
    });
  }

  #headers(connectTo: readonly string[]): cloudfront.ResponseHeadersPolicy {
    const policy = contentSecurityPolicy({ connectTo });
    return this.#headersOf('Headers', { policy, option: DENY, headers: pagesHeaders });
  }

  #headersOf(id: string, { policy, option, headers }: HeadersOfPage): cloudfront.ResponseHeadersPolicy {
    const { NO_REFERRER } = cloudfront.HeadersReferrerPolicy;
    const elsewhere = ['x-content-type-options', 'x-frame-options', 'referrer-policy'];
    return new cloudfront.ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: option, override: true },
        referrerPolicy: { referrerPolicy: NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(headers)
          .filter(([header]) => !elsewhere.includes(header))
          .map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }

  /** Files with a hash in their name stay for whoever has an older page open; all others are looked at anew. */
  #upload(pages: string, configuration: PagesConfiguration | undefined, bucket: s3.Bucket): void {
    const destinationBucket = bucket as s3.IBucket;
    // CloudFront compresses by itself.
    const compressed = ['*.br', '*.gz'];
    const hashed = `${HASHED_FILES}*`;
    const assets = new BucketDeployment(this, 'Assets', {
      sources: [
        Source.asset(pages, { exclude: ['*', `!${HASHED_FILES}`, `!${HASHED_FILES}**`, ...compressed] }),
      ],
      destinationBucket,
      cacheControl: [CacheControl.fromString(CACHE_FOREVER)],
      prune: false,
    });
    const rest = new BucketDeployment(this, 'Upload', {
      sources: [
        Source.asset(pages, { exclude: [HASHED_FILES, hashed, ...compressed] }),
        ...(configuration === undefined ? [] : [Source.jsonData('config.json', configuration)]),
      ],
      destinationBucket,
      distribution: this.distribution,
      cacheControl: [CacheControl.fromString(CACHE_CHECKED)],
      // What this one does not bring, it does not remove either.
      exclude: [hashed],
      prune: true,
    });
    // An index.html must never name a file that is not there yet.
    rest.node.addDependency(assets);
    // One function for all such uploads of a stack, made by CDK at its top.
    const stack = Stack.of(this);
    const reasons = uploaderReasons(stack, stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket));
    for (const child of stack.node.children)
      if (child.node.id.startsWith('Custom::CDKBucketDeployment')) acknowledge(child, reasons);
  }
}

/**
 * Code of the CloudFront function in front of the bucket: every address that is not a file is the pages' own to know.
 * Answers of 403 or 404 are not rewritten instead, because those of the API would be, too.
 */
export const PAGE_OF_ADDRESS = `function handler(event) {
  var request = event.request;
  if (!/\\.[a-z0-9]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;
