/** What was deployed, as a user reaches it: signed in, over the API; and what Lambda says of its functions. */
import { equal, ok } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';

import type { Answer, EmulatedAws } from './emulated-aws.ts';

const PASSWORD = 'A-very-long-password-1!';
/** For longer than a job stays hidden whose worker was replaced in the middle of it. */
const PATIENCE = 100_000;

export interface DeliveryView {
  readonly state: string;
  readonly attempts: readonly { readonly outcome: string }[];
  readonly receipt: { readonly tls: { readonly version: string } } | null;
}

export const hasEnded = ({ state }: DeliveryView): boolean => ['delivered', 'bounced'].includes(state);

export class DeployedSystem {
  readonly #aws: EmulatedAws;
  readonly #outputs: Readonly<Record<string, string>>;
  #token = '';

  /** `outputs`: of the stack. */
  constructor(aws: EmulatedAws, outputs: Readonly<Record<string, string>>) {
    this.#aws = aws;
    this.#outputs = outputs;
  }

  /** What the outputs say, without their names. */
  get printed(): readonly string[] {
    return Object.values(this.#outputs);
  }

  /** Of the stack's outputs, the one whose name begins so. */
  output(prefix: string): string {
    const found = Object.entries(this.#outputs).find(([name]) => name.startsWith(prefix));
    ok(found, `${prefix} among ${Object.keys(this.#outputs).join(', ')}`);
    return found[1];
  }

  api(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', ...headers };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.#aws.http(method, `${this.output('ApiUrl')}${path}`, all, text);
  }

  /** Makes a user of that home address, and is signed in as them from now on. */
  async signIn(address: string): Promise<void> {
    const cognito = (operation: string, body: object) =>
      this.#aws.call(`AWSCognitoIdentityProviderService.${operation}`, body);
    const user = { UserPoolId: this.output('SignInUserPoolId'), Username: address };
    const UserAttributes = [
      { Name: 'email', Value: address },
      { Name: 'email_verified', Value: 'true' },
    ];
    await cognito('AdminCreateUser', {
      ...user,
      UserAttributes,
      TemporaryPassword: PASSWORD,
      MessageAction: 'SUPPRESS',
    });
    await cognito('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
    const { AuthenticationResult } = await cognito('AdminInitiateAuth', {
      UserPoolId: user.UserPoolId,
      ClientId: this.output('SignInClientId'),
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: address, PASSWORD },
    });
    // The emulator calls no trigger, so its access tokens lack the address; identity tokens have it.
    this.#token = (AuthenticationResult as { IdToken: string }).IdToken;
  }

  /** Gives the id of the one delivery. */
  async send(to: string, subject: string): Promise<string> {
    const message = { from: 'alice@secure.example.org', to: [to], subject, text: 'Hello.' };
    const { status, text } = await this.api('POST', '/v1/messages', message, { 'idempotency-key': subject });
    equal(status, 202, text);
    return (JSON.parse(text) as { deliveries: { id: string }[] }).deliveries[0]?.id ?? '';
  }

  async delivery(id: string): Promise<DeliveryView> {
    const { text } = await this.api('GET', `/v1/deliveries/${id}`);
    return JSON.parse(text) as DeliveryView;
  }

  /** Asks for a delivery until it is as it should be. */
  async awaitDelivery(id: string, is: (delivery: DeliveryView) => boolean): Promise<DeliveryView> {
    for (const end = Date.now() + PATIENCE; ;) {
      const delivery = await this.delivery(id);
      if (is(delivery)) return delivery;
      ok(Date.now() < end, JSON.stringify(delivery));
      await wait(250);
    }
  }

  ended(id: string): Promise<DeliveryView> {
    return this.awaitDelivery(id, hasEnded);
  }

  /** The digest of each function's code, by the name of its construct. */
  async codeOfFunctions(): Promise<ReadonlyMap<string, string>> {
    const headers = { authorization: this.#aws.credentialFor('lambda') };
    const response = await fetch(`${this.#aws.endpoint}/2015-03-31/functions/`, { headers });
    const { Functions } = (await response.json()) as {
      Functions: { FunctionName: string; CodeSha256: string }[];
    };
    return new Map(
      Functions.map(({ FunctionName, CodeSha256 }) => [
        FunctionName.replace(/^SecureAlias-|Function[0-9A-F]{8}-.*$/g, ''),
        CodeSha256,
      ]),
    );
  }
}
