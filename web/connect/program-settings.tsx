/** What to enter by hand, and the files that enter it by themselves where the home's server is known. */
import { useState } from 'preact/hooks';

import type { components } from '../api/schema.d.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Card } from '../design/surface.tsx';
import { Facts } from '../design/table.tsx';
import { toast } from '../design/toast.tsx';
import { saveFrom } from '../files/save.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

type Settings = components['schemas']['MailProgramSettings'];

export function ProgramSettings(props: { readonly settings: Settings; readonly address: string }) {
  const { settings, address } = props;
  const t = useWords(words);
  const { submission, incoming, reading, helps } = settings;
  // With several domains the file depends on whose address it is for.
  const asked = encodeURIComponent(address);
  return (
    <Card label={t.sending}>
      <h2>{t.sending}</h2>
      <Facts
        facts={[
          [t.server, <code key="host">{submission.host}</code>],
          [
            t.port,
            submission.servers
              .map(({ port, security }) => `${String(port)} (${t.security[security]})`)
              .join(` ${t.or} `),
          ],
          [t.user, submission.users.join(` ${t.or} `)],
          [t.password, t.appPassword],
        ]}
      />
      <div class="stack-tight">
        <h3>{t.reading}</h3>
        <p>{t.readingIs[reading]}</p>
      </div>
      {incoming !== null && (
        <Facts
          facts={[
            [t.incoming, <code key="host">{incoming.host}</code>],
            [t.port, `${String(incoming.port)} (${t.security[incoming.security]})`],
            [t.user, incoming.user],
          ]}
        />
      )}
      <div class="stack-tight">
        <h3>{t.files}</h3>
        {helps.apple === null && helps.thunderbird === null && <p>{t.noFiles}</p>}
      </div>
      {helps.apple !== null && <AppleProfile path={helps.apple} />}
      {helps.thunderbird !== null && (
        <div class="stack-tight">
          <p>{t.thunderbirdFileSays}</p>
          <div class="row">
            <ButtonLink href={`${helps.thunderbird}?emailaddress=${asked}`} download="config-v1.1.xml">
              {t.thunderbirdFile}
            </ButtonLink>
          </div>
        </div>
      )}
    </Card>
  );
}

function AppleProfile({ path }: { readonly path: string }) {
  const t = useWords(words);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const isSaved = await saveFrom(path, 'secure-address.mobileconfig');
    setBusy(false);
    if (!isSaved) toast(t.saveFailed);
  };
  return (
    <div class="stack-tight">
      <p>{t.appleSays}</p>
      <div class="row">
        <Button busy={busy} onPress={() => void save()}>
          {t.apple}
        </Button>
      </div>
    </div>
  );
}
