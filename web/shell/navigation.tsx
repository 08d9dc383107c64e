/** The way to every page: a list beside the content, on a phone behind a button. */
import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useAccount } from '../sign-in/account.ts';
import { useWords } from '../words/words.ts';
import { config } from './config.ts';
import { words } from './words.ts';

const MAIN = ['mail', 'compose', 'deliveries', 'refused', 'connect', 'settings'] as const;
const OPERATORS = ['trust', 'aliases', 'health', 'actions'] as const;

function Entry({ href, children }: { href: string; children: string }) {
  const { path } = useLocation();
  const here = path === href || path.startsWith(`${href}/`);
  return (
    <li>
      <a href={href} aria-current={here ? 'page' : undefined}>
        {children}
      </a>
    </li>
  );
}

export function Navigation() {
  const t = useWords(words);
  const { path } = useLocation();
  const { operator } = useAccount();
  const [open, setOpen] = useState(false);
  const id = useId();
  useEffect(() => {
    setOpen(false);
  }, [path]);
  const { simulation } = config();
  return (
    <nav class="shell-nav" aria-label={t.navigation}>
      <button
        type="button"
        class="shell-menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {t.menu}
      </button>
      <div id={id} class={open ? 'shell-links open' : 'shell-links'}>
        <ul>
          {MAIN.map((name) => (
            <Entry key={name} href={`/${name}`}>
              {t[name]}
            </Entry>
          ))}
        </ul>
        {operator && (
          <>
            <h2 id={`${id}-operators`}>{t.operators}</h2>
            <ul aria-labelledby={`${id}-operators`}>
              {OPERATORS.map((name) => (
                <Entry key={name} href={`/operators/${name}`}>
                  {t[name]}
                </Entry>
              ))}
            </ul>
          </>
        )}
        {simulation && (
          <ul class="shell-apart">
            <Entry href="/simulated-internet">{t.simulation}</Entry>
          </ul>
        )}
      </div>
    </nav>
  );
}
