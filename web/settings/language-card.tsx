/** The language of notices, which the pages follow. */
import { Field } from '../design/field.tsx';
import { Card } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { isLanguage, LANGUAGES, setLanguage, useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { Saving } from './saving.ts';
import { words } from './words.ts';

export function LanguageCard({ saving }: { readonly saving: Saving }) {
  const t = useWords(words);
  // As the pages are: the switch at the top changes both, too.
  const language = useLanguage();
  const change = async (text: string): Promise<void> => {
    if (!isLanguage(text)) return;
    if (!(await saving.save((settings) => ({ ...settings, language: text })))) return;
    setLanguage(text);
    toast(words[text].saved);
  };
  return (
    <Card label={t.language}>
      <Field
        kind="select"
        label={t.language}
        hint={t.languageHint}
        value={saving.busy ? (saving.shown?.language ?? language) : language}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onInput={(text) => void change(text)}
      />
    </Card>
  );
}
