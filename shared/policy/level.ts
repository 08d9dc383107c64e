/**
 * The levels an owner can choose, in Postfix's words (postconf(5), smtp_tls_security_level), and which one
 * holds for a recipient domain. A level is fixed when a message is accepted; a later change of the settings
 * does not touch what is already under way.
 */
import type { Domain } from '../address/domain.ts';

/** From least to most strict; the order is what "the client may ask for more" compares. */
export const LEVELS = ['encrypt', 'dane-only', 'verify'] as const;
export type Level = (typeof LEVELS)[number];

export type LevelSource = 'default' | 'override' | 'message';

export interface ChosenLevel {
  readonly level: Level;
  /** Which setting caused it; a failure notice names it. */
  readonly source: LevelSource;
}

export interface LevelSettings {
  readonly level: Level;
  readonly overrides: readonly { readonly domain: Domain; readonly level: Level }[];
}

export function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

/**
 * The level for one recipient domain. An override holds for its own domain only, not for subdomains.
 * `requested` is what the message itself asks for: it can raise the level, never lower it.
 */
export function levelFor(settings: LevelSettings, domain: Domain, requested: Level | null): ChosenLevel {
  const override = settings.overrides.find((entry) => entry.domain === domain);
  const chosen: ChosenLevel =
    override === undefined
      ? { level: settings.level, source: 'default' }
      : { level: override.level, source: 'override' };
  if (requested !== null && LEVELS.indexOf(requested) > LEVELS.indexOf(chosen.level)) {
    return { level: requested, source: 'message' };
  }
  return chosen;
}
