/**
 * Who may sign in: a Cognito user pool that only operators add people to, or the organisation's own OpenID
 * issuer. The address of a user is their identity everywhere, so the attribute cannot be changed by anybody once
 * the user is made, and every token carries it.
 */
import { Aws, CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';

/** What the API needs to know of whoever issues tokens. */
export interface TokenIssuer {
  readonly url: string;
  readonly audience: string;
  /** Variables of the settings API for tokens that call things differently. @default as Cognito does */
  readonly names?: Readonly<Record<'ADDRESS_CLAIM' | 'GROUPS_CLAIM' | 'OPERATORS_GROUP', string>>;
}

export interface SignInProps {
  /** Where the pages are; they come back there after a sign-in. @default no pages, for programs only */
  readonly publicUrl?: string;
  readonly removalPolicy: RemovalPolicy;
  readonly logDays: RetentionDays;
}

/** Access tokens of Cognito name no address by themselves. */
const ADD_ADDRESS = `exports.handler = async (event) => {
  const { email, email_verified, name } = event.request.userAttributes;
  const claimsToAddOrOverride = { email, email_verified: email_verified === 'true', ...(name && { name }) };
  event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } };
  return event;
};`;

export class SignIn extends Construct {
  readonly issuer: TokenIssuer;
  readonly userPool: cognito.UserPool;

  constructor(scope: Construct, id: string, props: SignInProps) {
    super(scope, id);
    this.userPool = new cognito.UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      autoVerify: { email: true },
      standardAttributes: {
        email: { required: true, mutable: false },
        fullname: { required: false, mutable: true },
      },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.NONE,
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      deletionProtection: props.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: props.removalPolicy,
    });
    this.userPool.addTrigger(
      cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      this.#addAddress(props.logDays),
      cognito.LambdaVersion.V2_0,
    );
    new cognito.CfnUserPoolGroup(this, 'Operators', {
      userPoolId: this.userPool.userPoolId,
      groupName: 'operators',
      description: 'May read and change the trust store and all aliases',
    });
    const client = this.#client(props);
    if (props.publicUrl !== undefined)
      this.userPool.addDomain('Domain', {
        // One name space for everybody on AWS; a host of one's own is as good as unique.
        cognitoDomain: { domainPrefix: new URL(props.publicUrl).hostname.replaceAll('.', '-') },
      });
    this.issuer = {
      url: `https://cognito-idp.${Aws.REGION}.amazonaws.com/${this.userPool.userPoolId}`,
      audience: client.userPoolClientId,
    };
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: client.userPoolClientId });
    acknowledge(this.userPool, {
      'AwsSolutions-COG2':
        'Offered to everybody; an organisation that wants it of everybody signs in at its own issuer or sets the pool so.',
      'AwsSolutions-COG8': 'The Plus plan costs per user; there is no self-registration to defend.',
    });
  }

  #client({ publicUrl }: SignInProps): cognito.UserPoolClient {
    return this.userPool.addClient('Pages', {
      generateSecret: false,
      authFlows: { userSrp: true, adminUserPassword: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      readAttributes: new cognito.ClientAttributes().withStandardAttributes({
        email: true,
        emailVerified: true,
        fullname: true,
      }),
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
      ...(publicUrl === undefined
        ? { disableOAuth: true }
        : {
            oAuth: {
              flows: { authorizationCodeGrant: true },
              scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
              callbackUrls: [`${publicUrl}/`],
              logoutUrls: [`${publicUrl}/`],
            },
          }),
    });
  }

  #addAddress(logDays: RetentionDays): lambda.Function {
    const logGroup = new LogGroup(this, 'AddAddressLog', { retention: logDays });
    const role = new iam.Role(this, 'AddAddressRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    return new lambda.Function(this, 'AddAddress', {
      description: 'Puts the address into access tokens',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromInline(ADD_ADDRESS),
      role,
      logGroup,
    });
  }
}
