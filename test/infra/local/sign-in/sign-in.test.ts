import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { createHttpApi } from '../../../../infra/local/http/http-api.ts';
import { startHttpsServer, type HttpsServer } from '../../../../infra/local/http/https-server.ts';
import { createJwtAuthorizer } from '../../../../infra/local/http/jwt-authorizer.ts';
import { createAuthority, type Authority } from '../../../../infra/local/internet/certificates.ts';
import { mintAccessToken } from '../../../../infra/local/sign-in/access-token.ts';
import { startSignIn, type SignIn } from '../../../../infra/local/sign-in/sign-in.ts';
import { ask } from '../http/https-client.ts';
import { authorizationRequest, Browser, type Proof } from './browser.ts';

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
  error?: string;
}

describe('the local sign-in', () => {
  let dataDirectory: string;
  let authority: Authority;
  let server: HttpsServer;
  let signIn: SignIn;
  const faults: unknown[] = [];

  /** The system as it is after a start on this data, at the same port as before. */
  const start = async (port: number) => {
    const certificate = await authority.issue({ names: ['localhost'], addresses: ['127.0.0.1'] });
    const onError = (error: unknown) => faults.push(error);
    server = await startHttpsServer({ address: '127.0.0.1', port, certificate, onError });
    signIn = await startSignIn({ dataDirectory, origin: server.origin, onError });
    server.mount('/oidc', signIn.listener);
    const api = createHttpApi({
      authorizer: createJwtAuthorizer(signIn),
      isPublic: () => false,
      invoke: (event) => Promise.resolve({ statusCode: 200, body: JSON.stringify(event.requestContext) }),
      largestBody: 1000,
      timeout: 1000,
    });
    server.mount('/v1', api);
  };
  const stop = async () => {
    await server.close(0);
    signIn.close();
  };

  before(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'sign-in-'));
    authority = await createAuthority({ commonName: 'Test' });
    await start(0);
  });
  after(async () => {
    await stop();
    await rm(dataDirectory, { recursive: true });
    deepEqual(faults, []);
  });

  const passwordOf = (email: string) => signIn.users.find((user) => user.email === email)?.password ?? '';
  const newBrowser = () => new Browser(server.origin, authority.certificatePem);
  const page = () => `${server.origin}/settings`;
  const redeem = async (form: Record<string, string>): Promise<Tokens> => {
    const answer = await ask(`${signIn.issuer}/token`, authority.certificatePem, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: new URLSearchParams({ client_id: 'secure-alias-web', ...form }).toString(),
    });
    return JSON.parse(answer.text) as Tokens;
  };
  const redeemCode = (browser: Browser, proof: Proof, redirect = page()) =>
    redeem({
      grant_type: 'authorization_code',
      code: new URL(browser.location).searchParams.get('code') ?? '',
      code_verifier: proof.verifier,
      redirect_uri: redirect,
    });
  const refresh = (token: string) => redeem({ grant_type: 'refresh_token', refresh_token: token });
  const signInAs = async (email: string, browser = newBrowser()) => {
    const proof = authorizationRequest(signIn.issuer, page());
    await browser.go(proof.url);
    await browser.submit({ email, password: passwordOf(email) });
    return { browser, tokens: await redeemCode(browser, proof) };
  };
  const callApi = (token: string) =>
    ask(`${server.origin}/v1/alias`, authority.certificatePem, {
      headers: { authorization: `Bearer ${token}` },
    });

  test('code and PKCE: from the form to a token that the API accepts', async () => {
    const browser = newBrowser();
    const proof = authorizationRequest(signIn.issuer, page());
    const form = await browser.go(proof.url);
    equal(form.status, 200);
    match(form.text, /<label for="password">Password<\/label>/);
    match(
      String(form.headers['content-security-policy']),
      /default-src 'none'.*img-src data:.*frame-ancestors 'none'/,
    );
    match(form.text, /<link rel="icon" href="data:,">/);
    doesNotMatch(form.text, /<script/);
    await browser.submit({ email: 'Alice@Example.org', password: passwordOf('alice@example.org') });
    const back = new URL(browser.location);
    equal(back.origin + back.pathname, page());
    equal(back.searchParams.get('state'), 'state');
    const tokens = await redeemCode(browser, proof);
    equal(decodeProtectedHeader(tokens.access_token).typ, 'at+jwt');
    const claims = decodeJwt(tokens.access_token);
    equal(claims.iss, signIn.issuer);
    equal(claims.aud, 'secure-alias-api');
    equal(claims['email'], 'alice@example.org');
    equal(claims['cognito:groups'], undefined);
    equal(decodeJwt(tokens.id_token)['email'], 'alice@example.org');
    equal((await callApi(tokens.access_token)).status, 200);
    equal((await callApi(tokens.id_token)).status, 401);
  });

  test('an operator’s token says so, in the form that the authorizer hands on', async () => {
    const { tokens } = await signInAs('operator@example.org');
    deepEqual(decodeJwt(tokens.access_token)['cognito:groups'], ['operators']);
    match((await callApi(tokens.access_token)).text, /"cognito:groups":"\[operators\]"/);
  });

  test('whoever is signed in is not asked again, until signed out', async () => {
    const { browser, tokens } = await signInAs('bob@example.org');
    const again = authorizationRequest(signIn.issuer, page());
    await browser.go(again.url);
    match(browser.location, /[?&]code=/);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: `${server.origin}/bye`,
    });
    const question = await browser.go(`${signIn.issuer}/session/end?${query.toString()}`);
    equal(question.status, 200);
    match(question.text, /Do you want to sign out\?/);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(question.text)?.[1] ?? '';
    browser.location = `${signIn.issuer}/session/end/confirm`;
    await browser.submit({ xsrf, logout: 'yes' }, /\/bye/);
    equal(browser.location, `${server.origin}/bye`);
    const third = authorizationRequest(signIn.issuer, page());
    match((await browser.go(third.url)).text, /<label for="password">/);
    equal((await refresh(tokens.refresh_token)).error, 'invalid_grant');
  });

  test('refresh tokens are replaced, and using an old one again ends them all', async () => {
    const { tokens } = await signInAs('alice@example.org');
    const second = await refresh(tokens.refresh_token);
    equal((await callApi(second.access_token)).status, 200);
    ok(second.refresh_token !== tokens.refresh_token);
    equal((await refresh(tokens.refresh_token)).error, 'invalid_grant');
    equal((await refresh(second.refresh_token)).error, 'invalid_grant');
  });

  test('a restart keeps sessions, refresh tokens and keys', async () => {
    const { browser, tokens } = await signInAs('alice@example.org');
    const { port } = server;
    await stop();
    await start(port);
    equal((await callApi(tokens.access_token)).status, 200);
    equal((await callApi((await refresh(tokens.refresh_token)).access_token)).status, 200);
    await browser.go(authorizationRequest(signIn.issuer, page()).url);
    match(browser.location, /[?&]code=/);
  });

  test('a program on this machine gets its code at a loopback port', async () => {
    const redirect = 'http://127.0.0.1:51234/done';
    const browser = newBrowser();
    const proof = authorizationRequest(signIn.issuer, redirect);
    const form = await browser.go(proof.url);
    match(String(form.headers['content-security-policy']), /form-action 'self' http:\/\/127\.0\.0\.1:51234/);
    await browser.submit({ email: 'bob@example.org', password: passwordOf('bob@example.org') });
    ok(browser.location.startsWith(redirect));
    ok((await redeemCode(browser, proof, redirect)).access_token);
  });

  test('without PKCE, with plain PKCE or to a foreign address there is no code', async () => {
    const browser = newBrowser();
    const refused = async (redirect: string, change: Record<string, string>) => {
      const answer = await browser.go(
        authorizationRequest(signIn.issuer, redirect, change).url,
        {},
        /error=/,
      );
      return `${browser.location} ${answer.text}`;
    };
    match(await refused(page(), { code_challenge_method: 'plain' }), /error=invalid_request/);
    match(await refused(page(), { code_challenge: '', code_challenge_method: '' }), /error=invalid_request/);
    match(await refused('https://evil.example/', {}), /invalid_redirect_uri/);
  });

  test('a code is worth nothing without its verifier, and is used up with it', async () => {
    const browser = newBrowser();
    const proof = authorizationRequest(signIn.issuer, page());
    await browser.go(proof.url);
    await browser.submit({ email: 'bob@example.org', password: passwordOf('bob@example.org') });
    const stolen = { ...proof, verifier: 'x'.repeat(43) };
    equal((await redeemCode(browser, stolen)).error, 'invalid_grant');
    ok((await redeemCode(browser, proof)).access_token);
    equal((await redeemCode(browser, proof)).error, 'invalid_grant');
  });

  test('wrong passwords are counted, and after five even the right one has to wait', async () => {
    const browser = newBrowser();
    await browser.go(authorizationRequest(signIn.issuer, page()).url);
    for (let time = 0; time < 5; time++) {
      const wrong = await browser.submit({ email: 'bob@example.org', password: 'wrong' });
      equal(wrong.status, 403);
      match(wrong.text, /role="alert"/);
    }
    const limited = await browser.submit({
      email: 'BOB@example.org',
      password: passwordOf('bob@example.org'),
    });
    equal(limited.status, 429);
    ok(Number(limited.headers['retry-after']) > 0);
    const other = await browser.submit({
      email: 'alice@example.org',
      password: passwordOf('alice@example.org'),
    });
    equal(other.status, 303);
  });

  test('the form speaks German to those who ask for it, and shows names as text', async () => {
    const browser = newBrowser();
    const german = { headers: { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' } };
    await browser.go(authorizationRequest(signIn.issuer, page()).url, german);
    match((await browser.go(browser.location, german)).text, /<html lang="de">.*Passwort/s);
    const wrong = await browser.submit({ email: '"><script>@x', password: 'x' });
    doesNotMatch(wrong.text, /<script/);
  });

  test('the form of another browser cannot be answered', async () => {
    const browser = newBrowser();
    await browser.go(authorizationRequest(signIn.issuer, page()).url);
    const stranger = newBrowser();
    stranger.location = browser.location;
    const answer = await stranger.submit({
      email: 'bob@example.org',
      password: passwordOf('bob@example.org'),
    });
    equal(answer.status, 400);
  });

  test('a token for scripts is accepted like any other, and unknown users are named', async () => {
    const minted = await mintAccessToken({
      dataDirectory,
      email: 'Alice@example.org',
      issuer: signIn.issuer,
    });
    ok(minted.kind === 'token');
    equal((await callApi(minted.token)).status, 200);
    const { tokens } = await signInAs('alice@example.org');
    const { sub, email, aud, client_id: client } = decodeJwt(tokens.access_token);
    const own = decodeJwt(minted.token);
    deepEqual([own.sub, own['email'], own.aud, own['client_id']], [sub, email, aud, client]);
    const unknown = await mintAccessToken({ dataDirectory, email: 'eve@example.org', issuer: signIn.issuer });
    deepEqual(unknown, {
      kind: 'unknown-user',
      message:
        'no user eve@example.org in USERS_FILE; known: alice@example.org, bob@example.org, operator@example.org',
    });
    const nowhere = await mintAccessToken({ dataDirectory: '/none', email: 'a@b.c', issuer: signIn.issuer });
    equal(nowhere.kind, 'never-started');
  });

  test('what is kept on the disk is for its owner only', async () => {
    for (const file of ['users.json', 'sign-in/keys.json', 'sign-in/sessions.db'])
      equal((await stat(join(dataDirectory, file))).mode & 0o777, 0o600, file);
  });
});
