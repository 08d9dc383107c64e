/** What the edge says when it listens: the ports that it has, which are picked where 0 was asked for. */
export interface EdgeListening {
  readonly kind: 'listening';
  readonly ports: { readonly mx: number; readonly submissions: number; readonly submission: number };
}

/** As variables, so that a restart and other functions hold on to them. */
export function portVariables(ports: EdgeListening['ports']): Record<string, string> {
  return {
    MX_PORT: String(ports.mx),
    SUBMISSIONS_PORT: String(ports.submissions),
    SUBMISSION_PORT: String(ports.submission),
  };
}
