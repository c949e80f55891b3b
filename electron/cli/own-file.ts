import { randomUUID } from 'node:crypto';
import { lchownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { renameFirmlySync } from '../base/rename.ts';

/**
 * In one step and for the user alone, in a folder that is made where there is none. Under sudo with the user's own home the
 * file is still the user's; what lies there is then no reason to write or give away anything else, so no link is followed.
 */
export function writeOwnFile(file: string, text: string): void {
  makeFolder(dirname(file));
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    giveTo(dirname(file), draft);
    renameFirmlySync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) giveTo(dirname(first), made);
}

/** The owner of what is there already owns what is new. */
function giveTo(owned: string, made: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(owned);
  lchownSync(made, uid, gid);
}
