import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Ask } from '../../electron/system/elevation-ask.ts';
import type { Elevation, Launcher } from '../../electron/system/elevation.ts';
import type { PromptAnswer } from '../../electron/system/prompts.ts';

export const launcher: Launcher = { platform: process.platform, executable: process.execPath, isPackaged: false };

export const quiet: Elevation['log'] = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => quiet,
};

/** What stands in the place of the system's prompt: it always allows, and starts the helper as it is, on files of a test. */
export function allowing(base: string, onStarted: (helper: ChildProcess) => void = () => {}) {
  return ({ directory }: Pick<Ask, 'directory'>): Promise<PromptAnswer> =>
    new Promise((resolve) => {
      const program = join(import.meta.dirname, 'helper-main.ts');
      const words = ['--import', 'tsx', program, base, `--portside-helper=${directory}`];
      const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
      onStarted(child);
      child.on('exit', (code) => resolve({ code, message: '', stderr: '' }));
    });
}
