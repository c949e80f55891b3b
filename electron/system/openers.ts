import { spawn } from 'node:child_process';
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../contract/failure.ts';
import { machinePlaces } from './helper-places.ts';
import { dbeaverPlaces, LINUX_TERMINALS, powershellArguments, powershellIn, terminalArguments } from './terminals.ts';

type Program = { readonly env: Readonly<Record<string, string>>; readonly argv: readonly string[] };

type Parts = {
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Below it a folder for each script, which only this user can enter. */
  readonly directory?: string;
};

/** A script that its terminal never read. It removes itself when it is run. */
const SCRIPT_MS = 60_000;

/** Programs beside this one, started with arguments as a list: no shell reads them, and no secret stands among them. */
export function createOpeners({ platform = process.platform, env = process.env, directory = tmpdir() }: Parts = {}) {
  const scripts = new Map<string, NodeJS.Timeout>();

  const find = async (names: readonly string[]): Promise<string | undefined> => {
    const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    for (const name of names) {
      const places = path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name));
      for (const place of places) {
        const isThere = await access(place, constants.X_OK).then(
          () => true,
          () => false,
        );
        if (isThere) return place;
      }
    }
    return undefined;
  };

  const start = async (name: string, [command = '', ...args]: readonly string[], more: Program['env'] = {}) => {
    const child = spawn(command, args, {
      detached: true,
      stdio: 'ignore',
      env: { ...env, ...more },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Failure('opener-failed', { args: { name, reason: error.code ?? 'error' } })),
      );
    });
    child.unref();
  };

  const remove = (folder: string): Promise<void> => {
    clearTimeout(scripts.get(folder));
    scripts.delete(folder);
    return rm(folder, { recursive: true, force: true });
  };

  const writeScript = async (script: string, name: string): Promise<string> => {
    // Made with 0700.
    const folder = await mkdtemp(path.join(directory, 'portside-'));
    const timer = setTimeout(() => void remove(folder), SCRIPT_MS);
    timer.unref();
    scripts.set(folder, timer);
    const file = path.join(folder, name);
    await writeFile(file, script, { mode: 0o700, flag: 'wx' });
    return file;
  };

  const dbeaver = () => find(dbeaverPlaces({ platform, env }));
  const linuxTerminal = () => find(LINUX_TERMINALS);
  const missing = (name: string) => new Failure('opener-failed', { args: { name, reason: 'it was not found' } });

  return {
    /** Those of DBeaver and a terminal that are on this computer. */
    async found(): Promise<('dbeaver' | 'terminal')[]> {
      const hasTerminal = platform !== 'linux' || (await linuxTerminal()) !== undefined;
      return [
        ...((await dbeaver()) === undefined ? [] : ['dbeaver' as const]),
        ...(hasTerminal ? ['terminal' as const] : []),
      ];
    },

    async openDbeaver(args: readonly string[]): Promise<void> {
      const program = await dbeaver();
      if (program === undefined) throw missing('DBeaver');
      await start('DBeaver', [program, ...args]);
    },

    /** `script` is the same program for `sh`, for systems whose terminals hand on neither environment nor arguments. */
    async openTerminal(program: Program, script: string): Promise<void> {
      if (platform === 'win32') {
        const powershell = powershellIn(machinePlaces().systemDirectory);
        return start('PowerShell', [powershell, ...powershellArguments(program.argv)], program.env);
      }
      if (platform === 'darwin') {
        return start('Terminal', ['/usr/bin/open', '-a', 'Terminal', await writeScript(script, 'portside.command')]);
      }
      const terminal = await linuxTerminal();
      if (terminal === undefined) throw missing('A terminal');
      const file = await writeScript(script, 'portside.sh');
      return start('The terminal', [terminal, ...terminalArguments(path.basename(terminal), file)]);
    },

    async close(): Promise<void> {
      await Promise.all([...scripts.keys()].map(remove));
    },
  };
}
