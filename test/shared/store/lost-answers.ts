/** A network that loses the answer to a write that was done: the SDK then repeats the write. */
import { documents } from '../../../shared/store/table.ts';

/** Loses the first answer to that command (`PutItemCommand`, …) while `work` is done. */
export async function losingAnswers<T>(command: string, work: () => Promise<T>): Promise<T> {
  const name = 'losing-answers';
  const lost: unknown[] = [];
  documents().middlewareStack.add(
    (next, context) => async (request) => {
      const answer = await next(request);
      if (lost.length > 0 || context.commandName !== command) return answer;
      lost.push(answer);
      throw Object.assign(new Error('the answer was lost'), { name: 'TimeoutError', $retryable: {} });
    },
    // Below the SDK's own retries.
    { step: 'deserialize', name, priority: 'high' },
  );
  try {
    const done = await work();
    if (lost.length === 0) throw new Error(`there was no ${command} whose answer could be lost`);
    return done;
  } finally {
    documents().middlewareStack.remove(name);
  }
}
