/** Outcomes of routes as API Gateway takes them (payload format 2.0). */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { PROBLEMS, problemDocument, type Problem } from './problem.ts';
import type { Answer, Reply } from './route.ts';

/** Everything here is somebody's: no cache keeps it, and no browser guesses its type. */
const ALWAYS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export function renderProblem(problem: Problem): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: PROBLEMS[problem.name].status,
    headers: { ...ALWAYS, 'Content-Type': 'application/problem+json', ...problem.headers },
    body: JSON.stringify(problemDocument(problem)),
  };
}

export function renderReply(reply: Reply<unknown>, answer: Answer): APIGatewayProxyStructuredResultV2 {
  if (reply.status === 303) return { statusCode: 303, headers: { ...ALWAYS, ...reply.headers } };
  const statusCode = answer.status;
  if ('empty' in answer) return { statusCode, headers: { ...ALWAYS, ...reply.headers } };
  const type = 'media' in answer ? answer.media : 'application/json';
  const headers = { ...ALWAYS, 'Content-Type': type, ...reply.headers };
  if (Buffer.isBuffer(reply.value)) {
    return { statusCode, headers, body: reply.value.toString('base64'), isBase64Encoded: true };
  }
  const body = typeof reply.value === 'string' ? reply.value : JSON.stringify(reply.value);
  return { statusCode, headers, body };
}
