/** The frame around every page: header, navigation, the page itself, and what may lie over it. */
import { LocationProvider } from 'preact-iso/router';
import { Toasts } from '../design/toast.tsx';
import { connection } from '../api/connection.ts';
import { useAccount } from '../sign-in/account.ts';
import { session, signIn } from '../sign-in/session.ts';
import { useStore } from '../store.ts';
import { useWords } from '../words/words.ts';
import { AccountCorner } from './account-corner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { ExpiredDialog } from './expired-dialog.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Navigation } from './navigation.tsx';
import { Outlet } from './outlet.tsx';
import { SignedOut, SignInFailed } from './plain-pages.tsx';
import { OWN_LINKS } from './routing.ts';
import { words } from './words.ts';
import './shell.css';

/** What is not as it should be with the way to the server, until it is. */
function TroubleBanner() {
  const t = useWords(words);
  const online = useStore(connection);
  const { state } = useAccount();
  const isSignedIn = useStore(session).kind === 'signed-in';
  const trouble = !online ? t.offline : isSignedIn && state === 'late' ? t.accountLate : null;
  return (
    <div class="shell-offline" role="status">
      {trouble !== null && <p>{trouble}</p>}
    </div>
  );
}

function Content() {
  const t = useWords(words);
  const state = useStore(session);
  switch (state.kind) {
    case 'starting':
      return <p class="quiet">{t.starting}</p>;
    case 'popup-done':
      return <p>{t.popupDone}</p>;
    case 'signed-out':
      return <SignedOut onSignIn={() => void signIn()} />;
    case 'failed':
      return <SignInFailed detail={state.detail} onAgain={() => void signIn()} />;
    case 'public':
    case 'signed-in':
      return <Outlet />;
  }
}

function Frame() {
  const t = useWords(words);
  const signedIn = useStore(session).kind === 'signed-in';
  return (
    <>
      <a class="shell-skip" href="#content">
        {t.skip}
      </a>
      <header class="shell-header">
        <a class="shell-brand" href="/">
          <img src="/icon.svg" alt="" width="28" height="28" />
          Secure Alias
        </a>
        <LanguageSwitch signedIn={signedIn} />
        {signedIn && <AccountCorner />}
      </header>
      <TroubleBanner />
      <div class={signedIn ? 'shell-body' : 'shell-body alone'}>
        {signedIn && <Navigation />}
        <main id="content" tabIndex={-1}>
          <ErrorBoundary>
            <Content />
          </ErrorBoundary>
        </main>
      </div>
      <ExpiredDialog />
      <Toasts />
    </>
  );
}

export function App() {
  // Anew once it is decided where this page begins: only then is its address the one to go by.
  const isStarting = useStore(session).kind === 'starting';
  return (
    <LocationProvider key={isStarting ? 'starting' : 'started'} scope={OWN_LINKS}>
      <Frame />
    </LocationProvider>
  );
}
