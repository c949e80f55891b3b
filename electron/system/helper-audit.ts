import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Audit = (what: string, details?: Readonly<Record<string, string | number>>) => void;

const LONGEST_BYTES = 256 * 1024;

/**
 * A log of what was done with all rights, which only who has them may write: when, for whom, what, how many; no secret ever.
 * Two files of 256 KiB at most. A log that cannot be written stops nothing.
 */
export function openAudit(directory: string, askedBy: number | undefined): Audit {
  const file = join(directory, 'helper.log');
  return (what, details = {}) => {
    const line = {
      time: new Date().toISOString(),
      pid: process.pid,
      ...(askedBy !== undefined && { uid: askedBy }),
      what,
    };
    try {
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > LONGEST_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, `${JSON.stringify({ ...line, ...details })}\n`, { mode: 0o644 });
    } catch {
      // Without the rights to write here there is nothing to tell of either.
    }
  };
}
