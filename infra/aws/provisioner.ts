/**
 * Makes at deployment what has to be there before anything starts and must not be in a template: DKIM keys, and
 * the edge's first certificate. What a secret holds already is never replaced, and nothing is ever deleted.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { functionCode } from './function-code.ts';

export class Provisioner extends Construct {
  readonly serviceToken: string;
  readonly #role: iam.Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.#role);
    const fn = new lambda.Function(this, 'Function', {
      description: 'Fills secrets that are empty, once',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: functionCode('infra/aws/provision/handler.ts'),
      handler: 'index.handler',
      role: this.#role,
      memorySize: 512,
      timeout: Duration.minutes(2),
      logGroup,
    });
    this.serviceToken = fn.functionArn;
  }

  /** Allows it to read and fill this secret. */
  mayFill(secret: Secret): void {
    secret.grantRead(this.#role);
    secret.grantWrite(this.#role);
  }
}
