/** The language of notices, which the pages follow. */
import { Field } from '../design/field.tsx';
import { Card } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { isLanguage, LANGUAGES, setLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { settingsOf, type Alias, type Saving } from './saving.ts';
import { words } from './words.ts';

export function LanguageCard({ alias, saving }: { readonly alias: Alias; readonly saving: Saving }) {
  const t = useWords(words);
  const change = async (text: string): Promise<void> => {
    if (!isLanguage(text)) return;
    if (!(await saving.save({ ...settingsOf(alias), language: text }))) return;
    setLanguage(text);
    toast(words[text].saved);
  };
  return (
    <Card label={t.language}>
      <Field
        kind="select"
        label={t.language}
        hint={t.languageHint}
        value={alias.language}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onInput={(text) => void change(text)}
      />
    </Card>
  );
}
