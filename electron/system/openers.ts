import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../contract/failure.ts';
import { machinePlaces } from './helper-places.ts';
import {
  clientFolders,
  dbeaverPlaces,
  fileNamesOf,
  installLine,
  LINUX_TERMINALS,
  powershellArguments,
  powershellIn,
  terminalArguments,
} from './terminals.ts';

type Program = { readonly env: Readonly<Record<string, string>>; readonly argv: readonly string[] };

type Parts = {
  /** The program for `sh`, and a script that runs it after it came through this pipe. */
  readonly renderLine: (program: Program) => string;
  readonly renderScript: (pipe: string) => string;
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Below it a folder for each script, which only this user can enter. */
  readonly directory?: string;
};

/** A script that its terminal never ran. It removes itself when it is run. */
const SCRIPT_MS = 60_000;

/** Programs beside this one, started with arguments as a list: no shell reads them, and no secret stands among them. */
export function createOpeners(parts: Parts) {
  const { renderLine, renderScript, platform = process.platform, env = process.env, directory = tmpdir() } = parts;
  const scripts = new Map<string, { readonly timer: NodeJS.Timeout; readonly pipe: FileHandle }>();

  const find = async (names: readonly string[], more: readonly string[] = []): Promise<string | undefined> => {
    const inPath = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter);
    const folders = [...inPath, ...more].filter((folder) => path.isAbsolute(folder));
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
      windowsVerbatimArguments: platform === 'win32' && command.endsWith('cmd.exe'),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(new Failure('opener-failed', { args: { name, reason: error.code ?? 'error' } })),
      );
    });
    child.unref();
  };

  const remove = async (folder: string): Promise<void> => {
    const script = scripts.get(folder);
    clearTimeout(script?.timer);
    scripts.delete(folder);
    await script?.pipe.close();
    await rm(folder, { recursive: true, force: true });
  };

  const failed = (cause?: unknown) => new Failure('opener-failed', { args: { name: 'The terminal' }, cause });

  /**
   * The secret waits in a pipe until the terminal reads it. It is in no file, and gone with us: a pipe that nobody has open
   * holds nothing.
   */
  const writeScript = async (program: Program, name: string): Promise<string> => {
    const line = renderLine(program);
    if (line.indexOf('\n') !== line.length - 1) throw failed();
    // Made with 0700.
    const folder = await mkdtemp(path.join(directory, 'portside-'));
    const place = path.join(folder, 'line');
    const file = path.join(folder, name);
    try {
      await promisify(execFile)('mkfifo', ['-m', '600', place]);
      await writeFile(file, renderScript(place), { mode: 0o700, flag: 'wx' });
      // To read too, since opening it to write alone would wait for a reader.
      const pipe = await open(place, constants.O_RDWR | constants.O_NONBLOCK);
      const timer = setTimeout(() => void remove(folder), SCRIPT_MS);
      timer.unref();
      scripts.set(folder, { timer, pipe });
      await pipe.write(line);
    } catch (error) {
      await remove(folder);
      throw failed(error);
    }
    return file;
  };

  /** By its whole path, so that what is run is what was found. */
  const located = async ({ env: own, argv: [name = '', ...args] }: Program): Promise<Program> => {
    const file = await find(fileNamesOf(name, platform), clientFolders({ platform, env }));
    if (file !== undefined) return { env: own, argv: [file, ...args] };
    const install = installLine(name, platform);
    throw new Failure('client-missing', { args: { program: name, ...(install !== undefined && { install }) } });
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

    async openTerminal(wanted: Program): Promise<void> {
      const program = await located(wanted);
      if (platform === 'win32') {
        // `start` gives it a console of its own; a process that is only detached has none.
        const { systemDirectory } = machinePlaces();
        const words = ['/d', '/c', 'start', '""', `"${powershellIn(systemDirectory)}"`];
        const args = [...words, ...powershellArguments(program.argv)];
        return start('PowerShell', [`${systemDirectory}\\cmd.exe`, ...args], program.env);
      }
      if (platform === 'darwin') {
        return start('Terminal', ['/usr/bin/open', '-a', 'Terminal', await writeScript(program, 'portside.command')]);
      }
      const terminal = await linuxTerminal();
      if (terminal === undefined) throw missing('A terminal');
      const file = await writeScript(program, 'portside.sh');
      return start('The terminal', [terminal, ...terminalArguments(path.basename(terminal), file)]);
    },

    async close(): Promise<void> {
      await Promise.all([...scripts.keys()].map(remove));
    },
  };
}
