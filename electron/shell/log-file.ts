import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Sink } from '../base/log.ts';

const MAX_BYTES = 1024 * 1024;

/** Appends one JSON line per entry, keeps one older file, and copies warnings to stderr. Lines come redacted. */
export function openLogFile(directory: string): { readonly file: string; readonly sink: Sink } {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'portside.log');
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  const sink: Sink = (level, scope, message, fields) => {
    if (level === 'debug') return;
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, scope, message, ...fields })}\n`;
    if (level !== 'info') process.stderr.write(line);
    try {
      if (size + line.length > MAX_BYTES) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += line.length;
    } catch {
      // A full disk must not end the tunnels; the line went to stderr if it mattered.
    }
  };
  return { file, sink };
}
