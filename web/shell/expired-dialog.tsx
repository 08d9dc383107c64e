/** The sign-in has ended under an open page: a new one in a small window, and nothing typed is lost. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useAccount } from '../sign-in/account.ts';
import { expired, giveUpSignIn, signInAgain } from '../sign-in/session.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

type State = 'asking' | 'waiting' | 'gone' | 'blocked' | 'failed' | 'somebody-else';

export function ExpiredDialog() {
  const t = useWords(words);
  const isExpired = useStore(expired);
  const { email } = useAccount();
  const [state, setState] = useState<State>('asking');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Only the window that was opened last has a say in what stands here.
  const attempt = useRef(0);
  /** Whom the issuer must ask for, once somebody else has signed in there. */
  const owner = useRef<string | null>(null);
  useEffect(() => {
    attempt.current += 1;
    owner.current = null;
    if (isExpired) dialog.current?.showModal();
    else dialog.current?.close();
    setState('asking');
  }, [isExpired]);
  const start = async (): Promise<void> => {
    attempt.current += 1;
    const own = attempt.current;
    const show = (next: State): void => {
      if (attempt.current === own) setState(next);
    };
    show('waiting');
    const outcome = await signInAgain(owner.current, () => {
      show('gone');
    });
    if (outcome === 'somebody-else') owner.current = email;
    if (outcome !== 'done') show(outcome);
  };
  const note = {
    asking: '',
    waiting: t.expiredWaiting,
    gone: t.expiredGone,
    blocked: t.expiredBlocked,
    failed: t.expiredFailed,
    'somebody-else': t.expiredSomebodyElse(email),
  };
  return (
    <dialog
      ref={dialog}
      class="shell-dialog"
      aria-labelledby={id}
      onCancel={() => {
        giveUpSignIn();
      }}
    >
      <h2 id={id}>{t.expiredTitle}</h2>
      <p>{t.expiredText}</p>
      <p role="status">{note[state]}</p>
      <div class="shell-row">
        <button type="button" class="shell-button" onClick={() => void start()}>
          {t.signIn}
        </button>
        <button
          type="button"
          class="shell-button quiet"
          onClick={() => {
            giveUpSignIn();
          }}
        >
          {t.notNow}
        </button>
      </div>
    </dialog>
  );
}
