import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { machinePlaces } from '../system/helper-places.ts';
import type { Privileges } from './types.ts';

const NOT_ADMINISTRATOR =
  'You are not running this command as administrator. Please start command line with admin rights.';

/**
 * Whether this process may write host names. Words and shape are those of the official client; other than there, a
 * hosts file that an ordinary user may write is no reason to ask for more rights.
 */
export function canWriteHosts(hostsFile: string): Privileges {
  if (process.platform === 'win32') {
    return isWindowsAdministrator()
      ? { error: false, type: 'windows-admin' }
      : { error: true, message: NOT_ADMINISTRATOR };
  }
  const uid = process.getuid?.();
  if (uid === 0 || isWritable(hostsFile)) return { error: false, type: 'unix-admin' };
  return {
    error: true,
    message: `You are not running this command with sufficient privileges (uid=${uid}). Try running with 'sudo -E'.`,
  };
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Both programs answer administrators only; the second is for systems that lack the first. By their full paths: Node looks
 * for a name in the working directory first, which may be a folder of anybody's files.
 */
export function administratorQuestions(systemDirectory: string): readonly (readonly [string, ...string[]])[] {
  return [
    [`${systemDirectory}\\fsutil.exe`, 'dirty', 'query', systemDirectory.slice(0, 2)],
    [`${systemDirectory}\\fltmc.exe`],
  ];
}

function isWindowsAdministrator(): boolean {
  for (const [program, ...args] of administratorQuestions(machinePlaces().systemDirectory)) {
    try {
      execFileSync(program, args, { stdio: 'ignore', windowsHide: true });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false;
    }
  }
  return false;
}
