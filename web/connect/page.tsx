/** App passwords, what to enter into a mail program, and the steps for the usual ones. */
import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { Fetching } from '../design/fetching.tsx';
import { Page } from '../design/page.tsx';
import { Notice } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { AppPasswords } from './app-passwords.tsx';
import { ProgramSettings } from './program-settings.tsx';
import { ProgramSteps } from './program-steps.tsx';
import { words } from './words.ts';

export default function ConnectPage() {
  const t = useWords(words);
  const alias = useResource('alias', () => ask(api.GET('/v1/alias')));
  const settings = useResource('mail-programs', () => ask(api.GET('/v1/mail-programs')));
  const isReady = alias.value !== undefined && settings.value !== undefined;
  const isFailed = alias.state === 'failed' || settings.state === 'failed';
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <Fetching
        state={isFailed ? 'failed' : isReady ? 'ready' : 'loading'}
        words={t}
        onAgain={() => {
          alias.reload();
          settings.reload();
        }}
      />
      {alias.value?.enabled === false && (
        <Notice kind="warning">
          <p>
            {t.off} <a href="/settings">{t.toSettings}</a>
          </p>
        </Notice>
      )}
      {alias.value !== undefined && settings.value !== undefined && (
        <>
          <AppPasswords />
          <ProgramSettings settings={settings.value} address={alias.value.address} />
          <ProgramSteps address={alias.value.address} submission={settings.value.submission} />
        </>
      )}
    </Page>
  );
}
