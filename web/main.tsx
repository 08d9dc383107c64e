/** Where the pages begin. */
import { render } from 'preact';
import './design/index.css';
import { watchConnection } from './api/connection.ts';
import { App } from './shell/app.tsx';
import { loadConfiguration } from './shell/config.ts';
import { isPublic } from './shell/routing.ts';
import { enter } from './sign-in/account.ts';
import { describe } from './sign-in/flow.ts';
import { session, startSession, watchSignOut } from './sign-in/session.ts';
import { startLanguage } from './words/language.ts';

async function start(): Promise<void> {
  try {
    await loadConfiguration();
  } catch (error) {
    session.set({ kind: 'failed', detail: describe(error) });
    return;
  }
  await startSession(isPublic, enter);
}

startLanguage();
watchConnection();
watchSignOut();
const place = document.getElementById('app');
if (place === null) throw new Error('index.html has no #app');
// First the frame: where the sign-in ends while it starts, its dialog must be there to ask.
render(<App />, place);
await start();
