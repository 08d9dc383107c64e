/**
 * What each role of the example deployment may do: role → resource → calls. Where the configuration asks for more,
 * permissions.test.ts says what is added.
 */
export const network = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
export const key = ['kms:Decrypt', 'kms:GenerateDataKey'];
export const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
export const consume = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];
export const send = ['sqs:SendMessage'];
export const depth = ['sqs:GetQueueAttributes'];
export const secret = ['secretsmanager:GetSecretValue'];
export const fill = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];
export const dynamo = (...calls: string[]): string[] => calls.map((call) => `dynamodb:${call}`).sort();
export const objects = (...calls: string[]): string[] => calls.map((call) => `s3:${call}`).sort();

export const matrix: Record<string, Record<string, string[]>> = {
  EdgeTaskTaskRole: {
    CertificatesEdge: secret,
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: send,
    StorageTablealiases: dynamo('GetItem'),
    StorageTableapppasswords: dynamo('GetItem', 'Query', 'UpdateItem'),
    StorageTabledeliveries: dynamo('PutItem'),
    StorageTablerefusals: dynamo('UpdateItem'),
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
  },
  ApiSettingsApiRole: {
    '*': ['cloudwatch:GetMetricData', ...network],
    ApiSettingsApiLog: log,
    EvidenceKeyKey1: ['kms:GetPublicKey', 'kms:Sign'],
    StorageBodies: objects('ListBucket'),
    'StorageBodies/downloads/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    'StorageBodies/mailbox/*': objects('GetObject', 'DeleteObject'),
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    'StorageBodies/uploads/*': objects('GetObject', 'PutObject', 'DeleteObject'),
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageHomeDeadLetters: depth,
    StorageHomeQueue: depth,
    StorageOutboundDeadLetters: depth,
    StorageOutboundQueue: [...depth, ...send],
    StorageTablealiases: dynamo('GetItem', 'Query', 'Scan', 'PutItem'),
    'StorageTablealiases/index/by-home': dynamo('GetItem', 'Query', 'Scan', 'PutItem'),
    StorageTableapppasswords: dynamo('Query', 'PutItem', 'DeleteItem'),
    StorageTabledeliveries: dynamo('GetItem', 'Query', 'PutItem'),
    'StorageTabledeliveries/index/by-owner': dynamo('GetItem', 'Query', 'PutItem'),
    StorageTablemailbox: dynamo('BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'),
    StorageTableoperatoractions: dynamo('Query', 'PutItem', 'UpdateItem'),
    StorageTablerefusals: dynamo('Query'),
    StorageTablerequests: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletrust: dynamo('GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'),
    'StorageTabletrust/index/by-id': dynamo(
      'GetItem',
      'Query',
      'Scan',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
    ),
  },
  DeliveryWorkerRole: {
    '*': network,
    DeliveryWorkerLog: log,
    'StorageBodies/transit/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    StorageDkimSecret: secret,
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: [...consume, ...send].sort(),
    StorageTablealiases: dynamo('GetItem', 'Query'),
    'StorageTablealiases/index/by-home': dynamo('GetItem', 'Query'),
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletlsresults: dynamo('UpdateItem'),
    StorageTabletrust: dynamo('Query'),
  },
  HomeDeliveryRole: {
    '*': network,
    HomeDeliveryLog: log,
    'StorageBodies/mailbox/*': objects('PutObject', 'AbortMultipartUpload'),
    'StorageBodies/transit/*': objects('GetObject'),
    StorageHomeQueue: consume,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageTablemailbox: dynamo('PutItem'),
  },
  DeliveryTrustWatchRole: {
    '*': network,
    DeliveryTrustWatchLog: log,
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    StorageHomeQueue: send,
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageTablestspolicies: dynamo('GetItem', 'PutItem'),
    StorageTabletrust: dynamo('Query', 'Scan', 'UpdateItem'),
  },
  DeliveryTlsReportsRole: {
    '*': network,
    DeliveryTlsReportsLog: log,
    'StorageBodies/transit/*': objects('PutObject', 'AbortMultipartUpload'),
    StorageKey: key,
    StorageLogHashSecret: secret,
    StorageOutboundQueue: send,
    StorageTabletlsresults: dynamo('Query', 'UpdateItem'),
  },
  ProvisionerRole: {
    CertificatesEdge: fill,
    ProvisionerLog: log,
    StorageDkimSecret: fill,
    StorageKey: key,
  },
  SignInAddAddressRole: { SignInAddAddressLog: log },
  EdgeTaskExecutionRole: { EdgeLog: log },
};
