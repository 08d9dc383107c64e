/** The page that the address asks for. While it is being loaded, the one before stays. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useAccount, type Account } from '../sign-in/account.ts';
import { useWords } from '../words/words.ts';
import { config } from './config.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotAllowed, NotFound, Stale } from './plain-pages.tsx';
import { HOME } from './routes.ts';
import { findRoute, type Match } from './routing.ts';
import { words } from './words.ts';

type Page = ComponentType<Readonly<Record<string, string>>>;

const pages = new Map<Match['route'], Page>();

/** What stands on the page: shown until the next one has been loaded. */
interface Shown {
  readonly path: string;
  readonly match: Match | null;
  readonly failed: boolean;
}

function mayOpen({ route }: Match, account: Account): 'yes' | 'no' | 'not-here' | 'not-known' {
  if (route.access === 'operator')
    return account.state !== 'known' ? 'not-known' : account.operator ? 'yes' : 'no';
  if (route.access === 'simulation') return config().simulation ? 'yes' : 'not-here';
  return 'yes';
}

export function Outlet() {
  const { path, route: goTo } = useLocation();
  const account = useAccount();
  const t = useWords(words);
  const [shown, setShown] = useState<Shown | null>(null);

  useEffect(() => {
    if (path === '/') {
      goTo(HOME, true);
      return;
    }
    const match = findRoute(path);
    let wanted = true;
    const show = (failed: boolean): void => {
      if (wanted) setShown({ path, match, failed });
    };
    if (match === null || pages.has(match.route)) show(false);
    else
      match.route.load().then(
        (module) => {
          pages.set(match.route, module.default as unknown as Page);
          show(false);
        },
        () => {
          show(true);
        },
      );
    return () => {
      wanted = false;
    };
  }, [path]);

  useEffect(() => {
    if (shown !== null && shown.path !== path) return;
    scrollTo(0, 0);
  }, [shown]);

  if (shown === null) return <p class="quiet">{t.loading}</p>;
  if (shown.failed) return <Stale />;
  const { match } = shown;
  const allowed = match === null ? 'not-here' : mayOpen(match, account);
  const Page = match === null ? undefined : pages.get(match.route);
  if (match === null || Page === undefined || allowed === 'not-here') return <NotFound />;
  if (allowed === 'not-known') return <p class="quiet">{t.loading}</p>;
  if (allowed === 'no') return <NotAllowed />;
  return (
    <ErrorBoundary key={shown.path}>
      <Page key={shown.path} {...match.parameters} />
    </ErrorBoundary>
  );
}
