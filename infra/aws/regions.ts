/** Regions: those that the CDK knows, and those where SES sends mail (AWS General Reference, "Amazon SES"). */
import { RegionInfo } from 'aws-cdk-lib/region-info';

export function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

/** CloudFront takes its certificates from there, and Route 53 its keys for DNSSEC. */
export const GLOBAL_REGION = 'us-east-1';

export const sesRegions: readonly string[] = [
  'af-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
