/**
 * The key that signs receipts: asymmetric, on P-256, in KMS, which never hands out its private part. AWS does not
 * rotate such keys: a higher generation makes a new one, and the earlier ones stay published for as long as they are
 * named (docs/receipts.md).
 */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { z } from 'zod';

const arn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/,
    'is not the ARN of a key in KMS; for example "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-…"',
  );

/** What the configuration says about it. */
export const evidenceKeyForm = z
  .strictObject({
    generation: z.int().min(1).max(1000).default(1),
    retired: z.array(arn).default([]),
  })
  .default({ generation: 1, retired: [] });

export interface EvidenceKeyProps {
  /** First part of the alias. */
  readonly stackName: string;
  readonly generation: number;
  /** ARNs of earlier keys. */
  readonly retired: readonly string[];
  readonly removalPolicy: RemovalPolicy;
}

export class EvidenceKey extends Construct {
  readonly key: Key;
  /** As `EVIDENCE_KEY` names it: the key that signs, then those that have. */
  readonly location: string;
  readonly #retired: readonly string[];

  constructor(scope: Construct, id: string, props: EvidenceKeyProps) {
    super(scope, id);
    const { stackName, generation, retired, removalPolicy } = props;
    this.#retired = retired;
    // Its number is part of its identity: another one is another key, and what becomes of this one its policy says.
    this.key = new Key(this, `Key${generation}`, {
      description: 'Secure Alias: signs receipts',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
    this.key.addAlias(`alias/${stackName}-evidence-${generation}`).applyRemovalPolicy(removalPolicy);
    this.location = `kms:${[this.key.keyArn, ...retired].join(',')}`;
  }

  /** Lets a function sign with this key and no other, and read the public parts of all. */
  grantSigning(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['kms:Sign'], resources: [this.key.keyArn] }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['kms:GetPublicKey'], resources: [this.key.keyArn, ...this.#retired] }),
    );
  }
}
