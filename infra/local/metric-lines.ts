/** What functions say goes to the log as it is, and line by line to whoever counts the metrics among it. */
import { PassThrough, type Readable } from 'node:stream';

/** A line is a few hundred octets; more without an end is no line of ours. */
const LONGEST_LINE = 256 * 1024;

/** A stream in front of `log` that reads the lines of each source apart: two processes never share a line. */
export function watchLines(log: NodeJS.WritableStream, take: (line: string) => void): NodeJS.WritableStream {
  const output = new PassThrough();
  output.pipe(log);
  output.on('pipe', (source: Readable) => {
    let rest = '';
    source.on('data', (chunk: Buffer | string) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) rest = '';
      for (const line of lines) take(line);
    });
  });
  return output;
}
