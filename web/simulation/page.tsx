/** Local only: each simulated provider, what it does and what reached it, with a live transcript of all of them. */
import { useState } from 'preact/hooks';

import { useResource } from '../api/resource.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Card, Notice, Skeleton } from '../design/surface.tsx';
import { useLanguage, useWords } from '../words/words.ts';
import { getProviders, type ProviderView } from './api.ts';
import { LiveTranscript } from './live-transcript.tsx';
import { ProviderCard } from './provider-card.tsx';
import { SendCard } from './send-card.tsx';
import { words } from './words.ts';
import './simulation.css';

export default function SimulationPage() {
  const t = useWords(words);
  const { value, state } = useResource('simulation', getProviders, { every: 3000 });
  const [shown, setShown] = useState<string | null>(null);
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      {state === 'loading' && <Skeleton label={t.loading} />}
      {state === 'failed' && <Notice kind="bad" title={t.failed} live />}
      {value !== undefined && (
        <>
          <LiveTranscript />
          <SendCard />
          <Card label={t.providers}>
            <h2>{t.providers}</h2>
            <ul class="providers">
              {value.items.map((provider) => (
                <li key={provider.domain} class="stack-tight">
                  <ProviderSummary
                    provider={provider}
                    onShow={() => {
                      setShown(shown === provider.domain ? null : provider.domain);
                    }}
                    isShown={shown === provider.domain}
                  />
                  {shown === provider.domain && <ProviderCard domain={provider.domain} />}
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
    </Page>
  );
}

function ProviderSummary(props: {
  readonly provider: ProviderView;
  readonly isShown: boolean;
  readonly onShow: () => void;
}) {
  const t = useWords(words);
  const language = useLanguage();
  const { domain, description, connections, encryptedConnections, messages } = props.provider;
  return (
    <>
      <h3>{domain}</h3>
      <p>{description[language]}</p>
      <p class="quiet small">
        {t.connections(connections, encryptedConnections)}; {t.messages(messages)}
      </p>
      <div class="row">
        <ButtonLink small href={`/compose?to=bob@${domain}`}>
          {t.write(domain)}
        </ButtonLink>
        <Button small kind="quiet" onPress={props.onShow}>
          {props.isShown ? t.close : t.show(domain)}
        </Button>
      </div>
    </>
  );
}
