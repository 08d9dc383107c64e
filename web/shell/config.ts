/**
 * What the pages must know of the deployment they belong to, from `/config.json` beside them: one build of the
 * pages serves every deployment.
 */
export interface Configuration {
  /** The OpenID issuer where users sign in. */
  readonly issuer: string;
  readonly clientId: string;
  /** `local` on one machine, with the simulated internet if `simulation` is true. */
  readonly mode: 'local' | 'aws';
  readonly simulation: boolean;
  readonly aliasDomains: readonly string[];
  /** Octets of the largest message that is taken, as it goes over the wire. */
  readonly messageSizeLimit: number;
}

let loaded: Configuration | undefined;

/** Reads it once, before anything else. Throws where it cannot be had: nothing works without. */
export async function loadConfiguration(): Promise<Configuration> {
  const answer = await fetch('/config.json', { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`/config.json: ${answer.status}`);
  loaded = (await answer.json()) as Configuration;
  return loaded;
}

/** The configuration. Throws before it has been loaded. */
export function config(): Configuration {
  if (loaded === undefined) throw new Error('the configuration has not been loaded yet');
  return loaded;
}
