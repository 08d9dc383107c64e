/**
 * Operators' actions are written down before they are done (docs/decisions/0042): what cannot be recorded does not
 * take place. Whoever reads the log sees `done`, `not-done`, or `begun` for what nobody could say any more.
 */
import type { NewOperatorAction } from '../../shared/store/operator-actions.ts';
import type { Dependencies } from './dependencies.ts';
import { problem, type Problem } from './problem.ts';
import { say } from './words/say.ts';

/**
 * Records an action, does it, and records whether it took place. Gives what `act` gave, or a problem where the log
 * could not be written to, and then `act` was not called. What `act` throws is thrown, and the entry stays `begun`.
 */
export async function recorded<T>(
  { operatorActions, observer, now }: Pick<Dependencies, 'operatorActions' | 'observer' | 'now'>,
  action: NewOperatorAction,
  act: () => Promise<T>,
  tookPlace: (value: T) => boolean,
): Promise<{ readonly kind: 'acted'; readonly value: T } | Problem> {
  let id: string;
  try {
    id = await operatorActions.begin(action, new Date(now()));
  } catch (error) {
    observer.fault('an action of an operator could not be recorded, and was not done', error, {
      operator: action.operator,
      action: action.action,
    });
    return problem(
      'not-recorded',
      say(
        'The log of operators’ actions cannot be written to right now. What was done before is in it; nothing else was done. Try again.',
      ),
    );
  }
  const value = await act();
  try {
    await operatorActions.settle(id, tookPlace(value) ? 'done' : 'not-done');
  } catch (error) {
    // The action is done or not, and its entry is there: only the outcome is missing, and an operator can look.
    observer.fault('the outcome of an action of an operator could not be recorded', error, { entryId: id });
  }
  return { kind: 'acted', value };
}
