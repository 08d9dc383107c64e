/** Policies of roles, read from a synthesised template: what a role may do on which resource, as tests call it. */
import { equal } from 'node:assert/strict';

import type { Template } from 'aws-cdk-lib/assertions';

import { resourcesOf } from './templates.ts';

/** As CloudFormation has it. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** One of them or several. */
export const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as T[]) : [value as T];

/** `Storage/Table-aliases`, `…/index/by-home`, `…/transit/*`: how this test calls a resource. */
export function nameOf(resource: unknown): string {
  if (resource === '*') return '*';
  if (typeof resource !== 'object' || resource === null) return String(resource);
  if ('Fn::GetAtt' in resource)
    return String((resource['Fn::GetAtt'] as string[])[0]).replace(/[0-9A-F]{8}$/, '');
  if ('Ref' in resource) return String(resource.Ref).replace(/[0-9A-F]{8}$/, '');
  if ('Fn::Join' in resource) {
    const [, parts] = resource['Fn::Join'] as [string, unknown[]];
    return parts.map((part) => (typeof part === 'string' ? part : nameOf(part))).join('');
  }
  return JSON.stringify(resource);
}

/** Resource → calls, of the policies of one role. */
export function permissionsOf(of: Template, role: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const note = (statements: readonly Statement[]): void => {
    for (const { Effect, Action, Resource } of statements) {
      equal(Effect, 'Allow');
      for (const resource of list(Resource)) (found[nameOf(resource)] ??= []).push(...list(Action));
    }
  };
  for (const [, { Properties }] of resourcesOf(of, 'AWS::IAM::Policy')) {
    const roles = (Properties['Roles'] as { Ref: string }[]).map(({ Ref }) => Ref);
    if (roles.some((ref) => ref.replace(/[0-9A-F]{8}$/, '') === role))
      note((Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
  }
  for (const [id, { Properties }] of resourcesOf(of, 'AWS::IAM::Role')) {
    if (id.replace(/[0-9A-F]{8}$/, '') !== role) continue;
    equal(Properties['ManagedPolicyArns'], undefined);
    for (const { PolicyDocument } of (Properties['Policies'] ?? []) as {
      PolicyDocument: { Statement: Statement[] };
    }[])
      note(PolicyDocument.Statement);
  }
  return Object.fromEntries(
    Object.entries(found)
      .map(([resource, calls]): [string, string[]] => [resource, [...new Set(calls)].sort()])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
