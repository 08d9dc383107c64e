/**
 * Makes at deployment what has to be there before anything starts and must not be in a template: DKIM keys, and
 * the edge's first certificate. What a secret holds already is never replaced, and nothing is ever deleted.
 */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { functionCode } from './function-code.ts';
import { keyThrough } from './permissions.ts';

export class Provisioner extends Construct {
  readonly serviceToken: string;
  readonly #role: iam.Role;

  /** `key`: the one that the secrets are encrypted with. */
  constructor(scope: Construct, id: string, key: Key) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.#role);
    this.#role.addToPolicy(keyThrough(key, ['secretsmanager']));
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
    this.#role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
        resources: [secret.secretArn],
      }),
    );
  }
}
