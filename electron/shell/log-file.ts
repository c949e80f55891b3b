import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Sink } from '../base/log.ts';

const MAX_BYTES = 1024 * 1024;

/** Appends one JSON line per entry, keeps one older file, and copies warnings to stderr. Lines come redacted. */
export function openLogFile(directory: string): { readonly file: string; readonly sink: Sink } {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, 'portside.log');
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // Who started the app may have stopped reading. Unheard, each failed write is an uncaught error, which is logged, which
  // is written: a loop that no signal ends.
  process.stderr.on('error', () => {});

  const sink: Sink = (level, scope, message, fields) => {
    if (level === 'debug') return;
    const head = { at: new Date().toISOString(), level, scope, message };
    // Twice: first in the line, and not replaced by a field of the same name.
    const line = `${JSON.stringify({ ...head, ...fields, ...head })}\n`;
    const bytes = Buffer.byteLength(line);
    if (level !== 'info') process.stderr.write(line);
    try {
      if (size + bytes > MAX_BYTES) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += bytes;
    } catch {
      // A full disk must not end the tunnels; the line went to stderr if it mattered.
    }
  };
  return { file, sink };
}
