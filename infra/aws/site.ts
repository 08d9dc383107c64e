/**
 * The pages, and the API beside them under the same name, so that a browser needs no permission to talk from one
 * to the other. Takes whatever lies in the directory it is given; with nothing there, the API is still reached.
 */
import { existsSync, readdirSync } from 'node:fs';

import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ARecord, RecordTarget, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';

export interface SiteProps {
  /** Directory with the pages; may be missing or empty. */
  readonly pages: string;
  /** `https://…` of the HTTP API. */
  readonly apiUrl: string;
  /** Origins beside its own that pages connect to: sign-in. @default none */
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

const API_PATHS = [
  '/v1/*',
  '/healthz',
  '/why-refused',
  '/.well-known/autoconfig/*',
  '/mail/config-v1.1.xml',
  '/autodiscover/*',
];

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
      },
      additionalBehaviors: Object.fromEntries(API_PATHS.map((path) => [path, toApi])),
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
    if (existsSync(props.pages) && readdirSync(props.pages).length > 0) this.#upload(props.pages, bucket);
  }

  #headers(connectTo: readonly string[]): cloudfront.ResponseHeadersPolicy {
    const contentSecurityPolicy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      ["connect-src 'self'", ...connectTo].join(' '),
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ].join('; ');
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: false },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
          { header: 'cross-origin-resource-policy', value: 'same-origin', override: true },
          { header: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=()', override: true },
        ],
      },
    });
  }

  #upload(pages: string, bucket: s3.Bucket): void {
    new BucketDeployment(this, 'Upload', {
      sources: [Source.asset(pages)],
      destinationBucket: bucket as s3.IBucket,
      distribution: this.distribution,
      prune: true,
    });
  }
}
