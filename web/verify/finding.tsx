/** What a genuine document says, in the same words as the document itself. */
import { tellEvidence, type Section } from '../../shared/evidence/account.ts';
import type { EvidenceClaims } from '../../shared/evidence/claims.ts';
import { Card, Notice } from '../design/surface.tsx';
import { Facts } from '../design/table.tsx';
import { useLanguage, useWords } from '../words/words.ts';
import type { Shown } from './checking.ts';
import { words } from './words.ts';
import './finding.css';

export function Finding(props: {
  readonly claims: EvidenceClaims;
  readonly keyId: string;
  readonly shown: Shown;
}) {
  const t = useWords(words);
  const language = useLanguage();
  const { title, sections, meaning } = tellEvidence(props.claims, props.keyId, language);
  return (
    <>
      <Notice kind={props.shown === 'same' ? 'good' : 'warning'} title={t.shown[props.shown]} live />
      <Card label={title}>
        <h2>{title}</h2>
        {[...sections, meaning].map((section) => (
          <SectionText key={section.heading} section={section} />
        ))}
        <p class="quiet small">
          {t.key} <code>{props.keyId}</code>
        </p>
      </Card>
    </>
  );
}

function SectionText({ section }: { readonly section: Section }) {
  return (
    <section class="finding stack-tight">
      <h3>{section.heading}</h3>
      {section.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {section.rows.length > 0 && <Facts facts={section.rows} />}
    </section>
  );
}
