import { execFile } from 'node:child_process';
import { exec } from 'sudo-prompt';
import { machinePlaces } from './helper-places.ts';
import { helperArguments, helperLine, isPlainPath, unavailable, type Launch, type PromptAnswer } from './prompts.ts';
import { runAs } from './runas.ts';

export type Ask = Launch & {
  /** A program of the package that takes the directory alone; pkexec starts it by itself, under our own words. */
  readonly wrapper?: string | undefined;
  /** The icon of macOS' prompt. */
  readonly icon?: string | undefined;
};

/** As shown in the prompt; sudo-prompt takes letters, digits and blanks. */
const NAME = 'Portside';
const PKEXEC = '/usr/bin/pkexec';

/**
 * Opens the system's prompt and starts the helper; resolves with the answer once that is over, never rejects for what the
 * user or the system says. Throws a `Failure` where the line would not be safe.
 */
export function askSystem({ wrapper, icon, ...launch }: Ask): Promise<PromptAnswer> {
  if (launch.platform === 'win32') return askWindows(launch);
  const line = helperLine(launch);
  if (wrapper !== undefined) return askWithWrapper(wrapper, launch);
  // sudo-prompt writes the working directory into a script that runs with all rights.
  if (!isPlainPath(process.cwd(), launch.platform))
    throw unavailable('the app was started in a folder whose name holds unusual characters');
  return new Promise((resolve) => {
    exec(line, { name: NAME, ...(icon !== undefined && { icns: icon }) }, (error, _, stderr) => {
      const { code } = (error ?? {}) as { readonly code?: number | string };
      resolve({ code: error ? code : 0, message: error?.message ?? '', stderr: String(stderr ?? '') });
    });
  });
}

function askWindows(launch: Launch): Promise<PromptAnswer> {
  const { file, args, env, cwd } = runAs(launch, machinePlaces().systemDirectory);
  // That of PowerShell 7, where the command line was started in one, names modules that this PowerShell cannot load.
  const { PSModulePath: _, ...inherited } = process.env;
  return new Promise((resolve) => {
    const options = { cwd, env: { ...inherited, ...env }, windowsHide: true };
    const child = execFile(file, args, options, (error, _stdout, stderr) => {
      resolve({ code: error ? error.code : 0, message: error?.message ?? '', stderr });
    });
    child.stdin?.end();
  });
}

function askWithWrapper(wrapper: string, launch: Launch): Promise<PromptAnswer> {
  helperArguments({ ...launch, executable: wrapper });
  return new Promise((resolve) => {
    execFile(PKEXEC, ['--disable-internal-agent', wrapper, launch.directory], (error, _, stderr) => {
      resolve({ code: error ? error.code : 0, message: error?.message ?? '', stderr });
    });
  });
}
