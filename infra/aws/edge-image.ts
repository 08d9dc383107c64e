/**
 * The edge's container image. CDK builds it when it deploys, with Docker or with what CDK_DOCKER names (podman);
 * synthesis only takes the fingerprint of what goes into it, so it needs neither.
 */
import { join } from 'node:path';

import { IgnoreMode } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';

import { bundle, root } from './function-code.ts';

const DOCKERFILE = 'functions/smtp-edge/Dockerfile';
const BUNDLE = 'dist/smtp-edge';

/** Bundles the code, and names the image that is made of it. */
export function edgeImage(): ContainerImage {
  bundle('functions/smtp-edge/main.ts', join(root, BUNDLE));
  return ContainerImage.fromAsset(root, {
    file: DOCKERFILE,
    platform: Platform.LINUX_ARM64,
    ignoreMode: IgnoreMode.DOCKER,
    exclude: ['**', `!${BUNDLE}`, `!${DOCKERFILE}`],
  });
}
