import { execFile } from 'node:child_process';

const ASK_MS = 3000;

/**
 * What a Linux desktop opens addresses of this scheme with, in its words; empty where nothing is known. Electron asks the same
 * program, but holds up the main process for as long as that shell script takes.
 */
export const protocolHandler = (scheme: string, env: NodeJS.ProcessEnv = process.env): Promise<string> =>
  new Promise((resolve) => {
    const args = ['query', 'default', `x-scheme-handler/${scheme}`];
    execFile('xdg-mime', args, { timeout: ASK_MS, env }, (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
