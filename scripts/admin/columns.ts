/** Text for a terminal. What strangers wrote, such as names in a certificate, cannot steer the terminal. */
import { oneLine } from '../../shared/mail/header-text.ts';

/** One harmless line of at most `most` characters. */
export function plain(text: string, most = 200): string {
  return oneLine(text, most);
}

/** Rows in columns, the first row being the headings; two spaces between, none at the end. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map((cell) => plain(cell)));
  const widths = (clean[0] ?? []).map((_, at) => Math.max(...clean.map((row) => (row[at] ?? '').length)));
  return clean.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
