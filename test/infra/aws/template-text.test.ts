/** What stands in the template: no secret, and nothing that a check was told to let stand without a reason. */
import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Validations } from 'aws-cdk-lib';

import { resourcesOf, wholeStack } from './templates.ts';

const { stack, template } = wholeStack();

test('whatever cdk-nag is told to let stand has a reason of a sentence at least', () => {
  const reasons = stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, unknown>))
    // The CDK acknowledges some of its own.
    .filter(([rule]) => rule.includes('AwsSolutions'));
  ok(reasons.length > 15, `${reasons.length}`);
  for (const [rule, reason] of reasons) match(JSON.stringify(reason), /[a-z]{2,}( [^ ]+){3,}\./, rule);
});

test('no secret is in an environment variable or anywhere else in the template', () => {
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
    equal(Properties['SecretString'], undefined, id);
    equal(typeof Properties['GenerateSecretString'], 'object', id);
  }
  const text = JSON.stringify(template.toJSON());
  doesNotMatch(text, /-----BEGIN|\{\{resolve:|"SecretString"|NoEcho/);
  const environments = [...resourcesOf(template, 'AWS::Lambda::Function')].map(
    ([, { Properties }]) =>
      (Properties['Environment'] as { Variables?: object } | undefined)?.Variables ?? {},
  );
  // Whatever is called a secret is the name of one.
  for (const environment of environments)
    for (const [name, value] of Object.entries(environment))
      if (/SECRET/.test(name)) match(JSON.stringify(value), /^\{"Ref":"Storage(Dkim|LogHash)Secret/);
});
