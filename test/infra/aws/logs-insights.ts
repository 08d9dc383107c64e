/**
 * As much of CloudWatch Logs Insights as the saved questions use: `fields`, and `filter` with `=`, `in` and `like`, over
 * JSON log lines. What it does not know makes it throw, so that a question never seems to be tested that is not.
 */
export type LogLine = Readonly<Record<string, unknown>>;

/** `error.message` and the like; `@message` is the whole line. */
function valueOf(line: LogLine, field: string): unknown {
  if (field === '@message') return JSON.stringify(line);
  if (field === '@timestamp') return line['timestamp'];
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as LogLine | null | undefined)?.[name], line);
}

function condition(text: string): (line: LogLine) => boolean {
  const equals = /^(\S+) = "([^"]*)"$/.exec(text);
  if (equals) return (line) => valueOf(line, equals[1] ?? '') === equals[2];
  const among = /^(\S+) in (\[.*\])$/.exec(text);
  if (among) {
    const values = JSON.parse(among[2] ?? '[]') as unknown[];
    return (line) => values.includes(valueOf(line, among[1] ?? ''));
  }
  const like = /^(\S+) like \/(.*)\/$/.exec(text);
  if (like) {
    const pattern = new RegExp(like[2] ?? '');
    return (line) => pattern.test(String(valueOf(line, like[1] ?? '')));
  }
  throw new Error(`not a filter that is known here: ${text}`);
}

export interface Answer {
  readonly fields: readonly string[];
  /** By field, for each line that fits. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export function ask(question: string, lines: readonly LogLine[]): Answer {
  let fields: string[] = [];
  let found = lines;
  for (const command of question.split('\n').map((part) => part.replace(/^\| /, '').trim())) {
    const [verb = ''] = command.split(' ', 1);
    const rest = command.slice(verb.length + 1);
    if (verb === 'fields') fields = rest.split(',').map((field) => field.trim());
    else if (verb === 'filter') found = found.filter(condition(rest));
    else if (verb !== 'sort' && verb !== 'limit')
      throw new Error(`not a command that is known here: ${command}`);
  }
  const rowOf = (line: LogLine) => Object.fromEntries(fields.map((field) => [field, valueOf(line, field)]));
  return { fields, rows: found.map(rowOf) };
}
