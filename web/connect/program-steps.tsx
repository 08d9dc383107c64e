/** The steps for the usual programs, folded until wanted. */
import type { components } from '../api/schema.d.ts';
import { Card, Details } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

type Submission = components['schemas']['MailProgramSettings']['submission'];

const PROGRAMS = ['thunderbird', 'gmail', 'outlook', 'applemail', 'roundcube'] as const;

export function ProgramSteps(props: { readonly address: string; readonly submission: Submission }) {
  const t = useWords(words);
  const { host, servers } = props.submission;
  const ways = servers.map(({ port, security }) => t.way(port, t.security[security]));
  const sending = { address: props.address, host, best: ways[0] ?? '', all: ways.join(` ${t.or} `) };
  return (
    <Card label={t.steps}>
      <h2>{t.steps}</h2>
      {PROGRAMS.map((program) => (
        <Details key={program} summary={t[program]}>
          <ol class="connect-steps">
            {t[`${program}Steps`](sending).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Details>
      ))}
    </Card>
  );
}
