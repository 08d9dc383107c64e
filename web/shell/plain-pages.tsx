/** What stands in place of a page: it does not exist, is not for this person, or has failed. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { HOME } from './routes.ts';
import { words } from './words.ts';

function Plain({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Secure Alias`;
  }, [title]);
  return (
    <div class="shell-plain">
      <h1>{title}</h1>
      {children}
    </div>
  );
}

function reload(): void {
  location.reload();
}

export function NotFound() {
  const t = useWords(words);
  return (
    <Plain title={t.notFoundTitle}>
      <p>{t.notFoundText}</p>
      <p>
        <a href={HOME}>{t.toMail}</a>
      </p>
    </Plain>
  );
}

export function NotAllowed() {
  const t = useWords(words);
  return (
    <Plain title={t.notAllowedTitle}>
      <p>{t.notAllowedText}</p>
      <p>
        <a href={HOME}>{t.toMail}</a>
      </p>
    </Plain>
  );
}

export function Stale() {
  const t = useWords(words);
  return (
    <Plain title={t.staleTitle}>
      <p>{t.staleText}</p>
      <button type="button" class="shell-button" onClick={reload}>
        {t.reload}
      </button>
    </Plain>
  );
}

export function Crash({ detail }: { detail: string }) {
  const t = useWords(words);
  return (
    <Plain title={t.crashTitle}>
      <p>{t.crashText}</p>
      <p>
        <code>{detail}</code>
      </p>
      <button type="button" class="shell-button" onClick={reload}>
        {t.reload}
      </button>
    </Plain>
  );
}

export function SignedOut({ onSignIn }: { onSignIn: () => void }) {
  const t = useWords(words);
  return (
    <Plain title={t.signedOutTitle}>
      <p>{t.signedOutText}</p>
      <button type="button" class="shell-button" onClick={onSignIn}>
        {t.signIn}
      </button>
    </Plain>
  );
}

export function SignInFailed({ detail, onAgain }: { detail: string; onAgain: () => void }) {
  const t = useWords(words);
  return (
    <Plain title={t.failedTitle}>
      <p>{t.failedText}</p>
      <p>
        <code>{detail}</code>
      </p>
      <button type="button" class="shell-button" onClick={onAgain}>
        {t.again}
      </button>
    </Plain>
  );
}
