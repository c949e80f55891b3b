import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaceBook } from '../contract/session.ts';
import { writeOwnFile } from './own-file.ts';
import type { World } from './world.ts';

export type Addresses = {
  readonly book: PlaceBook;
  /** A target's address is to be the same the next time. */
  readonly remember: (key: string, host: string) => void;
};

/** Where the system keeps what a program remembers between its runs. */
export function stateFile(
  { env, home }: Pick<World, 'env' | 'home'>,
  platform: NodeJS.Platform = process.platform,
): string {
  const name = 'addresses.json';
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'portside', name);
  // The app itself has the folder `Portside` there, which is the same one on most disks.
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'portside-cli', name);
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'portside', name);
}

function read(file: string): PlaceBook {
  try {
    const book = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    if (typeof book !== 'object' || book === null) return {};
    return Object.fromEntries(
      Object.entries(book).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

/** Addresses of earlier runs. A home that cannot be read or written is no reason to stop: each run then begins anew. */
export function openAddresses(file: string): Addresses {
  return {
    book: read(file),
    remember(key, host) {
      try {
        // Read again: another run may have written meanwhile.
        writeOwnFile(file, `${JSON.stringify({ ...read(file), [key]: host }, undefined, 2)}\n`);
      } catch {
        // The next run does without.
      }
    },
  };
}
