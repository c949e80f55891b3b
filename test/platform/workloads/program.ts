import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { workloadIdentity } from './unprivileged.ts';

export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
};

export type RunningProgram = { readonly stop: () => Promise<void> };

const START_MS = 30_000;
const STOP_MS = 5000;
const TAIL_CHARS = 4000;

/**
 * Runs the program beside a watcher that ends it when our end of its input closes: a platform that is killed takes its
 * databases with it, and their directory.
 */
const WATCHED = `
exec 3<&0
signal=$1; directory=$2; shift 2
"$@" </dev/null &
program=$!
{ read -r _ <&3; kill -"$signal" $program; } 2>/dev/null &
watcher=$!
wait $program
kill $watcher 2>/dev/null
cd / && rm -rf "$directory"
`;

/** Resolves once the output matches `ready`; rejects with the end of the output if the program ends before. */
export async function startProgram(program: Program, ready: RegExp, signal: 'INT' | 'TERM'): Promise<RunningProgram> {
  const { command, args, cwd, env } = program;
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', signal, cwd, command, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, LC_ALL: 'C', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own group: Ctrl-C in a terminal must not overtake our orderly end.
    detached: true,
    ...workloadIdentity(),
  });
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close');

  async function stop(): Promise<void> {
    child.stdin.end();
    const timer = setTimeout(() => killGroup(child), STOP_MS);
    await closed;
    clearTimeout(timer);
  }

  try {
    await outputMatches(child, ready, command);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** Runs to the end; rejects with the end of the output for any exit code but 0. */
export async function runProgram({ command, args, cwd, env }: Program): Promise<void> {
  const child = spawn(command, [...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...workloadIdentity(),
  });
  const tail = keepTail(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${tail()}`);
}

/** A port that was free a moment ago; the caller tries again if somebody was faster. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Calls with a free port, again with another one if the program did not come up. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 3 || !/address already in use/i.test(String(error))) throw error;
    }
  }
}

async function outputMatches(child: ChildProcess, ready: RegExp, command: string): Promise<void> {
  const tail = keepTail(child);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command} was not ready in time: ${tail()}`)), START_MS);
    const check = (): void => {
      if (!ready.test(tail())) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', check);
    child.stderr?.on('data', check);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`${command} ended with ${code}: ${tail()}`));
    });
  });
}

function keepTail(child: ChildProcess): () => string {
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-TAIL_CHARS);
    });
  }
  return () => tail;
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
}
