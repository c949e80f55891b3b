import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../electron/contract/failure.ts';
import { noHostnames, type Hostnames, type NameEntry } from '../../electron/contract/hostnames.ts';
import { startHelper } from '../../electron/system/elevation.ts';
import { keepHostnames, type HostnameKeeper, type HostnameParts } from '../../electron/system/hostnames.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';
import { allowing, launcher, quiet } from './helper-process.ts';
import { HOSTS } from './helper-room.ts';
import { anonymous } from './hosts-own.ts';

type HostnamesRoom = {
  readonly keeper: HostnameKeeper;
  /** What the user wishes and forwards want from now on; the keeper is told. */
  readonly want: (names: readonly string[] | undefined) => void;
  /** What was reported last. */
  readonly state: () => Hostnames;
  /** Resolves once what is reported has these fields; at once if it has. */
  readonly until: (expected: Partial<Hostnames>) => Promise<Hostnames>;
  /** Resolves once the file says this; it is looked at after each report. */
  readonly untilFile: (text: string) => Promise<void>;
  /** Every state that was reported, without repetitions. */
  readonly states: readonly Hostnames['state'][];
  /** Without the owners of blocks. */
  readonly read: () => Promise<string>;
  /** As another program writes it, with all rights. */
  readonly write: (text: string) => Promise<void>;
  /** How often the user was asked. */
  readonly asked: () => number;
  /** What the next prompts bring; the helper when there is none left. */
  readonly answers: (() => Promise<never>)[];
  /** How often the file was written by this process. */
  readonly written: () => number;
  /** Process ids of the helpers that were started. */
  readonly helpers: number[];
};

export const entry = (...names: readonly string[]): NameEntry => ({ address: '127.24.0.1', names });
export const block = (...names: readonly string[]) =>
  [
    '# Portside begin',
    '# Portside keeps the lines between these marks; changes to them are lost.',
    `127.24.0.1 ${names.join(' ')}`,
    '# Portside end',
    '',
  ].join('\n');

export const answer = (failure: Failure) => () => Promise.reject(failure);

/** Why a file that this process may not write cannot be had here, or undefined if it can. */
export function whyAlwaysWritable(): string | undefined {
  if (process.platform === 'win32') return 'modes mean nothing on Windows';
  if (process.getuid?.() !== 0) return undefined;
  try {
    const probe = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
    execFileSync('mount', ['--bind', probe, probe], { stdio: 'ignore' });
    execFileSync('umount', [probe]);
    return undefined;
  } catch {
    return 'root may write everything, and mounts are not allowed';
  }
}

/**
 * A keeper with a hosts file of its own. `forbidden`: this process may read it only; root gets that by a mount that is for
 * reading, others by the file's mode. Its helper is a process of its own that may write.
 */
export async function withHostnames(
  { hosts = HOSTS, forbidden = false, ...change }: { hosts?: string; forbidden?: boolean } & Partial<HostnameParts>,
  act: (room: HostnamesRoom) => Promise<void>,
): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'portside-names-'));
  const real = join(base, 'etc/hosts');
  const isMounted = forbidden && process.getuid?.() === 0;
  const path = join(base, isMounted ? 'view/hosts' : 'etc/hosts');
  await mkdir(join(base, 'etc'));
  await writeFile(real, hosts, 'latin1');
  if (isMounted) {
    await mkdir(join(base, 'view'));
    execFileSync('mount', ['--bind', join(base, 'etc'), join(base, 'view')]);
    execFileSync('mount', ['-o', 'remount,ro,bind', join(base, 'view')]);
  } else if (forbidden) await chmod(real, 0o444);

  let state: Hostnames = noHostnames;
  let wanted: ReturnType<HostnameParts['wanted']> = { wished: false, entries: [], conflicts: [] };
  let owner: Promise<string> | undefined;
  let asked = 0;
  let flushed = 0;
  const states: Hostnames['state'][] = [];
  const helpers: number[] = [];
  const ended: Promise<unknown>[] = [];
  const answers: (() => Promise<never>)[] = [];
  const listeners = new Set<() => void>();
  const fits = (expected: Partial<Hostnames>) =>
    Object.entries(expected).every(
      ([key, value]) => JSON.stringify(state[key as keyof Hostnames]) === JSON.stringify(value),
    );

  const keeper = keepHostnames({
    wanted: () => wanted,
    report: (next) => {
      const { how: _, problem: __, ...rest } = state;
      state = next.state ? { ...rest, ...next } : { ...state, ...next };
      if (states.at(-1) !== state.state) states.push(state.state);
      for (const listener of listeners) listener();
    },
    path,
    backupDirectory: join(base, 'backup'),
    owner: () => (owner ??= newOwner()),
    elevate: (signal) => {
      asked += 1;
      const ask = allowing(base, (child) => {
        helpers.push(child.pid ?? 0);
        ended.push(once(child, 'exit'));
      });
      return answers.shift()?.() ?? startHelper({ launcher, ask, signal, log: quiet });
    },
    flush: () => {
      flushed += 1;
      return Promise.resolve([]);
    },
    log: quiet,
    settleMs: 5,
    recheckMs: 5,
    ...change,
  });

  try {
    await act({
      keeper,
      want: (names) => {
        const entries = names && names.length > 0 ? [entry(...names)] : [];
        wanted = { wished: names !== undefined, entries, conflicts: [] };
        keeper.changed();
      },
      state: () => state,
      until: (expected) =>
        new Promise((resolve) => {
          const look = () => {
            if (!fits(expected)) return;
            listeners.delete(look);
            resolve(state);
          };
          listeners.add(look);
          look();
        }),
      untilFile: async (text) => {
        for (let isRight = false; !isRight;) {
          const reported = new Promise<void>((resolve) => {
            const hear = () => {
              listeners.delete(hear);
              resolve();
            };
            listeners.add(hear);
          });
          isRight = anonymous(await readFile(real, 'latin1')) === text;
          if (!isRight) await reported;
        }
      },
      states,
      read: async () => anonymous(await readFile(real, 'latin1')),
      write: async (text) => {
        if (forbidden && !isMounted) await chmod(real, 0o644);
        await writeFile(real, text, 'latin1');
        if (forbidden && !isMounted) await chmod(real, 0o444);
      },
      asked: () => asked,
      answers,
      written: () => flushed,
      helpers,
    });
  } finally {
    await keeper.close();
    await Promise.all(ended);
    if (isMounted) execFileSync('umount', [join(base, 'view')]);
    await rm(base, { recursive: true, force: true });
  }
}
