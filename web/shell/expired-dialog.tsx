/** The sign-in has ended under an open page: a new one in a small window, and nothing typed is lost. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useAccount } from '../sign-in/account.ts';
import { expired, giveUpSignIn, signInAgain } from '../sign-in/session.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

type State = 'asking' | 'waiting' | 'blocked' | 'failed' | 'somebody-else';

export function ExpiredDialog() {
  const t = useWords(words);
  const isExpired = useStore(expired);
  const { email } = useAccount();
  const [state, setState] = useState<State>('asking');
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (isExpired) dialog.current?.showModal();
    else dialog.current?.close();
    setState('asking');
  }, [isExpired]);
  const start = async (): Promise<void> => {
    const owner = state === 'somebody-else' ? email : null;
    setState('waiting');
    const outcome = await signInAgain(owner);
    if (outcome !== 'done') setState(outcome);
  };
  const note = {
    asking: '',
    waiting: t.expiredWaiting,
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
