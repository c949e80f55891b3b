import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { remote, type Remote } from './calls.ts';

/** `client`: the program under test, on one core of its own; `rest`: gateway and load, on all the others. */
export type Side = 'client' | 'rest';

const cores = availableParallelism();
const canPin = cores > 1 && spawnSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' }).status === 0;

export const pinning = canPin
  ? `client on one core, gateway and load on ${cores === 2 ? 'the other one' : `the other ${cores - 1}`}`
  : 'processes not pinned to cores';

function pinned(side: Side, command: string, args: readonly string[]): [string, string[]] {
  if (!canPin) return [command, [...args]];
  const last = cores - 1;
  return ['taskset', ['-c', side === 'client' ? `${last}` : `0-${last - 1}`, command, ...args]];
}

export type StartOptions = {
  readonly name: string;
  readonly side: Side;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
};

export function start({ name, side, command, args, env = process.env }: StartOptions): Remote {
  const [program, all] = pinned(side, command, args);
  const stdio = ['ignore', 'inherit', process.env['BENCH_VERBOSE'] ? 'inherit' : 'ignore', 'ipc'] as const;
  return remote(spawn(program, all, { stdio: [...stdio], env }), name);
}

/** A TypeScript file of this folder in a Node of its own. */
export function startNode(file: string, side: Side, env: NodeJS.ProcessEnv = {}): Remote {
  return start({
    name: file,
    side,
    command: process.execPath,
    args: ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL(file, import.meta.url))],
    env: { ...process.env, ...env },
  });
}
