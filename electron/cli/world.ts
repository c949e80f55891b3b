import type { Readable, Writable } from 'node:stream';
import { createLog, type Log } from '../base/log.ts';

export const USER_AGENT = 'Portside (cli)';

/** What the command line is given by the process it runs in. */
export type World = {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Home directory. */
  readonly home: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborted when the user wants it to end. */
  readonly signal: AbortSignal;
};

/** What happens behind the scenes, on stderr where someone wants to see it. */
export function logTo({ stderr }: World, isWanted: boolean): Log {
  return createLog((_, scope, message, fields) => {
    if (isWanted) stderr.write(`${scope}: ${message} ${JSON.stringify(fields)}\n`);
  });
}
