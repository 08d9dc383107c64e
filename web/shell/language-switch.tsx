/** English or German: at once here, and in the settings of the alias, which notices are written by. */
import { api, ask, ifMatch } from '../api/client.ts';
import { forget } from '../api/resource.ts';
import { LANGUAGES, setLanguage, useLanguage, type Language } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

/** Tries again with what it is by then, where somebody else has changed the settings meanwhile. */
async function save(language: Language, tries = 3): Promise<void> {
  const alias = await ask(api.GET('/v1/alias'));
  if (alias.kind !== 'ok' || alias.value.language === language) return;
  const { enabled, expert, level, overrides } = alias.value;
  const body = { enabled, expert, level, overrides, language };
  const saved = await ask(api.PUT('/v1/alias', { body, params: { header: ifMatch(alias.etag) } }));
  forget('alias');
  if (saved.kind === 'changed' && tries > 1) await save(language, tries - 1);
}

export function LanguageSwitch({ signedIn }: { signedIn: boolean }) {
  const t = useWords(words);
  const language = useLanguage();
  return (
    <div class="shell-languages" role="group" aria-label={t.language}>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language}
          onClick={() => {
            setLanguage(code as Language);
            if (signedIn) void save(code as Language);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
