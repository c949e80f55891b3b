import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../base/log.ts';
import { writeWholeSync } from './write-whole.ts';

type Content = Record<string, unknown>;

export type Disk = {
  readonly read: () => Content;
  /** Atomic: the file is the old or the new one, never half of it. Throws where the disk is full or may not be written. */
  readonly write: (content: Content) => void;
  /** Copies the file as it stands beside itself; returns the copy's path, or undefined where there is no file or no room. */
  readonly keepCopy: () => string | undefined;
  /** Where a file that was no JSON at all was kept when it was read. */
  readonly brokenCopy: string | undefined;
};

/** A JSON file in `directory`, readable by its owner alone. A file that cannot be parsed is kept beside and read as empty. */
export function openDisk(directory: string, name: string, log: Log): Disk {
  const file = path.join(directory, `${name}.json`);
  let brokenCopy: string | undefined;

  const keepCopy = () => {
    if (!existsSync(file)) return undefined;
    const copy = path.join(directory, `${name}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`);
    try {
      copyFileSync(file, copy);
      return copy;
    } catch (error) {
      log.error('a damaged file could not be kept', { file, error });
      return undefined;
    }
  };

  const parse = (text: string): Content => {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Content;
    } catch {
      // Falls through: what is no object is kept for the user and then replaced.
    }
    brokenCopy ??= keepCopy();
    log.warn('file is not readable as saved state', { file, brokenCopy });
    return {};
  };

  const read = (): Content => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw error;
    }
    return parse(text);
  };
  // What may not be read at all is no reason to go on and write over it.
  read();

  return {
    read,
    write: (content) => {
      try {
        writeWholeSync(file, JSON.stringify(content, undefined, '\t'), 0o600);
      } catch (error) {
        log.error('file could not be written', { file, error });
        throw error;
      }
    },
    keepCopy,
    get brokenCopy() {
      return brokenCopy;
    },
  };
}
