import { createLog, type Log } from '../../electron/base/log.ts';

/** A log that is only remembered, as text. */
export function recordLines(): { readonly log: Log; readonly text: () => string } {
  const lines: string[] = [];
  const log = createLog((level, scope, message, fields) => {
    lines.push(`${level} ${scope} ${message} ${JSON.stringify(fields)}`);
  });
  return { log, text: () => lines.join('\n') };
}

/** Everything that an error could tell anyone who prints it, with its causes. */
export function wholeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return [error.name, error.message, error.stack, fields, error.cause ? wholeText(error.cause) : ''].join('\n');
}
