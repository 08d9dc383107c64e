import { createResources } from '../../../../infra/local/aws/resources.ts';
import { startEmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';

/**
 * The embedded services alone in a process, to be killed by a test. Prints its environment as one line of
 * JSON when everything answers.
 */
const [dataDirectory = '', visibilityTimeout = '300', maxReceiveCount = '20'] = process.argv.slice(2);
const aws = await startEmbeddedAws({ dataDirectory });
const resources = await createResources(aws.environment, {
  visibilityTimeout: Number(visibilityTimeout),
  maxReceiveCount: Number(maxReceiveCount),
});
console.log(JSON.stringify({ ...aws.environment, ...resources }));
