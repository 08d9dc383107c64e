/** Who is signed in, and the way out. What is begun and not sent stays in the browser, so one is asked about it first. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { dropDrafts, hasDrafts } from '../drafts/drafts.ts';
import { useAccount } from '../sign-in/account.ts';
import { signOut } from '../sign-in/session.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export function AccountCorner() {
  const t = useWords(words);
  const { email } = useAccount();
  const [isAsking, setAsking] = useState(false);
  const leave = (): void => {
    if (hasDrafts(email, localStorage)) setAsking(true);
    else void signOut();
  };
  const stay = (): void => {
    setAsking(false);
  };
  return (
    <div class="shell-account" role="group" aria-label={t.account}>
      <span class="shell-email">{email}</span>
      <button type="button" class="shell-button quiet" onClick={leave}>
        {t.signOut}
      </button>
      {isAsking && (
        <Dialog
          title={t.draftTitle}
          onClose={stay}
          actions={
            <>
              <Button onPress={stay}>{t.draftKeep}</Button>
              <Button
                kind="danger"
                onPress={() => {
                  dropDrafts(email, localStorage);
                  stay();
                  void signOut();
                }}
              >
                {t.draftDrop}
              </Button>
            </>
          }
        >
          <p>{t.draftSays}</p>
        </Dialog>
      )}
    </div>
  );
}
