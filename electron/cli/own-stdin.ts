import { createReadStream } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import type { World } from './world.ts';

const STDIN = 0;

/** What the command line reads. On Windows Electron puts an ended stream in the place of Node's, a window having no input. */
export function ownStdin({ platform, versions, stdin } = process): World['stdin'] {
  if (platform !== 'win32' || versions['electron'] === undefined) return stdin;
  if (isatty(STDIN)) return new ReadStream(STDIN);
  try {
    return new Socket({ fd: STDIN, readable: true, writable: false });
  } catch {
    // Neither a console nor a pipe.
    return createReadStream('', { fd: STDIN });
  }
}
