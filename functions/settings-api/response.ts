/**
 * Outcomes of routes as API Gateway takes them (payload format 2.0). Here sentences become texts, in the language of
 * whoever reads the answer; an answer that holds some says which language that is (RFC 9110 sections 8.5, 12.5.5).
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { Language } from '../../shared/mail/words/words.ts';
import { PROBLEMS, problemDocument, type Problem } from './problem.ts';
import type { Answer, Reply } from './route.ts';
import { Sentence } from './words/sentence.ts';

/** Everything here is somebody's: no cache keeps it, and no browser guesses its type. */
const ALWAYS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

interface Spoken {
  readonly text: string;
  /** Header fields that sentences bring with them. */
  readonly headers: Readonly<Record<string, string>>;
}

function speak(value: unknown, language: Language): Spoken {
  const sentences: Sentence[] = [];
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (!(part instanceof Sentence)) return part;
    sentences.push(part);
    return part.in(language);
  });
  const isSame = sentences.length === 0;
  return { text, headers: isSame ? {} : { 'Content-Language': language, Vary: 'Accept-Language' } };
}

export function renderProblem(problem: Problem, language: Language): APIGatewayProxyStructuredResultV2 {
  const { text, headers } = speak(problemDocument(problem), language);
  return {
    statusCode: PROBLEMS[problem.name].status,
    headers: { ...ALWAYS, 'Content-Type': 'application/problem+json', ...headers, ...problem.headers },
    body: text,
  };
}

export function renderReply(
  reply: Reply<unknown>,
  answer: Answer,
  language: Language,
): APIGatewayProxyStructuredResultV2 {
  if (reply.status === 303) return { statusCode: 303, headers: { ...ALWAYS, ...reply.headers } };
  const statusCode = answer.status;
  if ('empty' in answer) return { statusCode, headers: { ...ALWAYS, ...reply.headers } };
  const type = 'media' in answer ? answer.media : 'application/json';
  const headers = { ...ALWAYS, 'Content-Type': type, ...reply.headers };
  const { value } = reply;
  if (Buffer.isBuffer(value)) {
    return { statusCode, headers, body: value.toString('base64'), isBase64Encoded: true };
  }
  if (typeof value === 'string') return { statusCode, headers, body: value };
  const spoken = speak(value, language);
  return { statusCode, headers: { ...headers, ...spoken.headers }, body: spoken.text };
}
