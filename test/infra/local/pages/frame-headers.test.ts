/**
 * The documents that mail is shown in, as this machine and CloudFront serve them: one list, strict, and of no use to
 * anybody who is not our own page.
 */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Template } from 'aws-cdk-lib/assertions';

import { Site } from '../../../../infra/aws/site.ts';
import { pageFile } from '../../../../infra/local/pages/page-files.ts';
import { createPages } from '../../../../infra/local/pages/pages-listener.ts';
import { FRAME_PATHS } from '../../../../infra/pages-headers.ts';
import { resourcesOf, testStack } from '../../aws/templates.ts';

const PAGES = join(import.meta.dirname, '../../../../web/public');
const documents = new Map(
  await Promise.all(FRAME_PATHS.map(async (path) => [path, await readFile(join(PAGES, path))] as const)),
);

/** The headers that CloudFront adds to what lies under a path, by their names in lower case. */
function onAws(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const stack = testStack();
  new Site(stack, 'Site', { pages: '/nowhere', apiUrl: 'https://abc123.example.org' });
  const template = Template.fromStack(stack);
  const policies = resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy');
  const [distribution] = [...resourcesOf(template, 'AWS::CloudFront::Distribution').values()];
  const { DefaultCacheBehavior, CacheBehaviors } = distribution?.Properties['DistributionConfig'] as {
    DefaultCacheBehavior: Behavior;
    CacheBehaviors: Behavior[];
  };
  return new Map(
    [DefaultCacheBehavior, ...CacheBehaviors].map(({ PathPattern = '/', ResponseHeadersPolicyId }) => {
      const properties = policies.get(ResponseHeadersPolicyId.Ref)?.Properties;
      return [PathPattern, flat(properties?.['ResponseHeadersPolicyConfig'] as HeadersPolicy)];
    }),
  );
}

interface Behavior {
  readonly PathPattern?: string;
  readonly ResponseHeadersPolicyId: { readonly Ref: string };
}

interface HeadersPolicy {
  readonly SecurityHeadersConfig: {
    readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: string };
    readonly FrameOptions: { readonly FrameOption: string };
    readonly ReferrerPolicy: { readonly ReferrerPolicy: string };
  };
  readonly CustomHeadersConfig: {
    readonly Items: readonly { readonly Header: string; readonly Value: string }[];
  };
}

function flat({ SecurityHeadersConfig: security, CustomHeadersConfig: custom }: HeadersPolicy) {
  return {
    'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': security.FrameOptions.FrameOption,
    'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
    ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
  };
}

describe('the documents that mail is shown in', () => {
  const listener = createPages({
    files: new Map([
      ['/index.html', pageFile('/index.html', Buffer.from('<!doctype html>'))],
      ...[...documents].map(([path, octets]) => [path, pageFile(path, octets)] as const),
    ]),
    configuration: {},
    connectTo: [],
    api: (_request, response) => {
      response.writeHead(404).end();
    },
  });
  const server = createServer((incoming, response) => void listener(incoming, response));
  const aws = onAws();
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  const headersOf = async (path: string): Promise<IncomingMessage['headers']> => {
    const { port } = server.address() as AddressInfo;
    const headers = { accept: 'text/html' };
    const asking = request({ port, host: '127.0.0.1', path, headers, agent: false }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    equal(answer.statusCode, 200);
    return answer.headers;
  };

  test('there are two, and they hold nothing', () => {
    deepEqual(FRAME_PATHS, ['/frames/message.html', '/frames/message-with-images.html']);
    for (const octets of documents.values())
      doesNotMatch(octets.toString(), /<script|<link|<style|<base|http/i);
  });

  for (const path of [...FRAME_PATHS, '/'])
    test(`${path} has the same headers on this machine and on AWS`, async () => {
      const local = await headersOf(path);
      const there = aws.get(path);
      ok(there);
      for (const [name, value] of Object.entries(there)) equal(local[name], value, name);
    });

  for (const path of FRAME_PATHS)
    test(`${path} runs nothing, sends nothing, and is in no frame but ours`, async () => {
      const headers = await headersOf(path);
      const directives = new Map(
        String(headers['content-security-policy'])
          .split('; ')
          .map((directive) => [
            directive.split(' ', 1)[0] ?? '',
            directive.slice(directive.indexOf(' ') + 1),
          ]),
      );
      // What is not named falls back to this: script, frames, objects, fonts, connections, media, workers.
      equal(directives.get('default-src'), "'none'");
      equal(directives.get('base-uri'), "'none'");
      equal(directives.get('form-action'), "'none'");
      equal(directives.get('frame-ancestors'), "'self'");
      deepEqual([...directives.keys()].sort(), [
        'base-uri',
        'default-src',
        'form-action',
        'frame-ancestors',
        'img-src',
        'style-src',
      ]);
      equal(directives.get('style-src'), "'unsafe-inline'");
      equal(directives.get('img-src'), path.includes('with-images') ? 'data: blob: https:' : 'data: blob:');
      equal(headers['x-frame-options'], 'SAMEORIGIN');
      equal(headers['referrer-policy'], 'no-referrer');
      equal(headers['cross-origin-embedder-policy'], 'credentialless');
      equal(headers['cross-origin-resource-policy'], 'same-origin');
      equal(headers['x-dns-prefetch-control'], 'off');
    });

  test('the pages themselves are in no frame at all', async () => {
    const headers = await headersOf('/mail/inbox');
    equal(headers['x-frame-options'], 'DENY');
    match(
      String(headers['content-security-policy']),
      /frame-src 'self'; frame-ancestors 'none'; base-uri 'none'/,
    );
    doesNotMatch(String(headers['content-security-policy']), /unsafe/);
  });
});
