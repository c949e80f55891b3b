import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { cliBundle } from '../../build/bundles.ts';
import type { Platform } from '../platform/start.ts';

export type CliEnd = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Cli = {
  readonly pid: number | undefined;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** What matched on stdout or stderr; rejects if the process ends without it. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Closes our end of its stdout. */
  readonly stopReading: () => void;
  /** The JSON lines so far. */
  readonly lines: () => Record<string, unknown>[];
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly end: Promise<CliEnd>;
};

export type CliOptions = {
  /** Variables beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** An empty one unless given. */
  readonly home?: string;
  /** What is started instead of the built file: that of an installed app. */
  readonly program?: string;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let script = '';

/** Built once per file, as users get it: one file for a plain Node. To be called in the file itself. */
export function buildCliFirst(): void {
  let folder = '';
  beforeAll(async () => {
    // As deep below package.json as the real one.
    await mkdir(join(ROOT, 'out'), { recursive: true });
    folder = await mkdtemp(join(ROOT, 'out/cli-'));
    const config = cliBundle({ root: ROOT });
    await build({ ...config, build: { ...config.build, outDir: folder } });
    script = join(folder, 'portside.js');
  });
  afterAll(() => rm(folder, { recursive: true }));
}

const running: Cli[] = [];
const homes: string[] = [];

afterEach(async () => {
  for (const cli of running.splice(0)) {
    cli.kill('SIGKILL');
    await cli.end;
  }
  for (const home of homes.splice(0)) await rm(home, { recursive: true });
});

export async function freshHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'portside-cli-'));
  homes.push(home);
  return home;
}

/** How the platform is reached, as a user's shell would say it. */
export function platformEnv({ url, tokens, caFile }: Platform, token: string = tokens.team): Record<string, string> {
  return { NORTHFLANK_API_TOKEN: token, NORTHFLANK_API_HOST: url, NODE_EXTRA_CA_CERTS: caFile };
}

/** Starts the command line as a process, without a terminal. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<Cli> {
  const { env = {}, home = await freshHome(), program } = options;
  const { PATH = '' } = process.env;
  const [file, words] = program === undefined ? [process.execPath, [script, ...args]] : [program, args];
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(file, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME: home, ...env },
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (more: string) => (text[name] += more));
  const end = (async (): Promise<CliEnd> => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, ...text };
  })();
  const cli: Cli = {
    pid: child.pid,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text.stdout) ?? pattern.exec(text.stderr);
          if (found) resolve(found);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('close', () => reject(new Error(`ended without ${pattern.source}: ${text.stdout}${text.stderr}`)));
        look();
      }),
    lines: () =>
      text.stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    stopReading: () => void child.stdout.destroy(),
    kill: (signal) => child.kill(signal),
    end,
  };
  running.push(cli);
  return cli;
}

/** Runs it to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliEnd> {
  return await (
    await startCli(args, options)
  ).end;
}
