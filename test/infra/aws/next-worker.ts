/**
 * The delivery worker of a next version, for the deploy test: the same, but that it says EHLO under another name than
 * the deployment has set. So whoever receives mail sees which version brought it.
 */
export { handler } from '../../../functions/delivery-worker/handler.ts';

// The worker reads its environment at its first invocation.
process.env['HOST_NAME'] = 'next.secure.example.org';
