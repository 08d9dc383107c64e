/**
 * Every page and its address. A page is loaded when it is first gone to, and gets the parts of its path that begin
 * with a colon as props.
 */
import type { ComponentType } from 'preact';

export interface Route {
  /** As preact-iso writes them: `/mail/:folder/:id`. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType<never> }>;
  /** Who may see it: anybody, who is signed in, or operators; `simulation` where there is a simulated internet. */
  readonly access: 'public' | 'user' | 'operator' | 'simulation';
}

export const routes: readonly Route[] = [
  { path: '/mail', access: 'user', load: () => import('../mail/page.tsx') },
  { path: '/mail/:folder', access: 'user', load: () => import('../mail/page.tsx') },
  { path: '/mail/:folder/:id', access: 'user', load: () => import('../mail/message/page.tsx') },
  { path: '/compose', access: 'user', load: () => import('../compose/page.tsx') },
  { path: '/deliveries', access: 'user', load: () => import('../deliveries/page.tsx') },
  { path: '/deliveries/:id', access: 'user', load: () => import('../deliveries/delivery/page.tsx') },
  { path: '/refused', access: 'user', load: () => import('../refused/page.tsx') },
  { path: '/connect', access: 'user', load: () => import('../connect/page.tsx') },
  { path: '/settings', access: 'user', load: () => import('../settings/page.tsx') },
  { path: '/verify', access: 'public', load: () => import('../verify/page.tsx') },
  { path: '/operators/trust', access: 'operator', load: () => import('../operators/trust/page.tsx') },
  {
    path: '/operators/trust/:domain',
    access: 'operator',
    load: () => import('../operators/trust/domain/page.tsx'),
  },
  { path: '/operators/aliases', access: 'operator', load: () => import('../operators/aliases/page.tsx') },
  { path: '/operators/health', access: 'operator', load: () => import('../operators/health/page.tsx') },
  { path: '/operators/actions', access: 'operator', load: () => import('../operators/actions/page.tsx') },
  { path: '/simulated-internet', access: 'simulation', load: () => import('../simulation/page.tsx') },
];

/** Where one lands after signing in at the bare address. */
export const HOME = '/mail';
