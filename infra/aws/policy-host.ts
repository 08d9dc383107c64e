/**
 * `https://mta-sts.<alias domain>/.well-known/mta-sts.txt` (RFC 8461 section 3.3): one policy for all alias
 * domains, answered by CloudFront itself, so that nothing of ours can be down when a sender asks.
 */
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ARecord, RecordTarget, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';
import { distributionReasons } from './site.ts';

export interface PolicyHostProps {
  readonly policy: string;
  readonly hosts: readonly { readonly name: string; readonly zone: IHostedZone | null }[];
  readonly certificate: ICertificate;
}

export class PolicyHost extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: PolicyHostProps) {
    super(scope, id);
    const answer = new cloudfront.Function(this, 'Answer', {
      comment: 'The MTA-STS policy',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(policyAnswer(props.policy)),
    });
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Secure Alias: MTA-STS policy',
      domainNames: props.hosts.map(({ name }) => name),
      certificate: props.certificate,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      defaultBehavior: {
        // Never asked: the function answers everything. A name that cannot exist (RFC 2606).
        origin: new HttpOrigin('nowhere.invalid', {
          protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        functionAssociations: [{ function: answer, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
      },
    });
    acknowledge(this.distribution, distributionReasons);
    props.hosts.forEach(({ name, zone }, index) => {
      if (zone !== null)
        new ARecord(this, `Address${index + 1}`, {
          zone,
          recordName: `${name}.`,
          target: RecordTarget.fromAlias(new CloudFrontTarget(this.distribution)),
        });
    });
  }
}

/** Code of the CloudFront function. RFC 8461 section 3.2: text/plain, and no redirects. */
export function policyAnswer(policy: string): string {
  return `function handler(event) {
  if (event.request.uri !== '/.well-known/mta-sts.txt') return { statusCode: 404, statusDescription: 'Not Found' };
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: {
      'content-type': { value: 'text/plain; charset=utf-8' },
      'x-content-type-options': { value: 'nosniff' },
    },
    body: ${JSON.stringify(policy)},
  };
}`;
}
