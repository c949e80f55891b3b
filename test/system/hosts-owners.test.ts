import { spawn, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Hostnames } from '../../electron/contract/hostnames.ts';
import { livingOwners, newOwner, startCommand, startFrom } from '../../electron/system/hosts-owners.ts';
import { isOwner } from '../../electron/system/hosts-scan.ts';
import { HOSTS } from '../support/helper-room.ts';
import type { Wish } from '../support/hosts-portside.ts';
import { anonymous } from '../support/hosts-own.ts';
import { ORDINARY, withHosts } from '../support/hosts-room.ts';

type Portside = {
  readonly child: ChildProcess;
  readonly tell: (wish: Wish) => void;
  /** Resolves with the first state that fits, of those that it says from now on. */
  readonly until: (fits: (state: Partial<Hostnames>) => boolean) => Promise<Partial<Hostnames>>;
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
};

type Room = { readonly start: () => Promise<Portside>; readonly read: () => Promise<string> };

/** Several Portsides, each a process of its own, on one hosts file without a line break at its end. */
async function withPortsides(act: (room: Room) => Promise<void>): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'portside-owners-'));
  const path = join(base, 'etc/hosts');
  await mkdir(join(base, 'etc'));
  await writeFile(path, HOSTS.trimEnd(), 'latin1');
  const all: Portside[] = [];
  const start = async (): Promise<Portside> => {
    const program = join(import.meta.dirname, '../support/hosts-portside.ts');
    const child = fork(program, [base], { execArgv: ['--import', 'tsx'] });
    await once(child, 'message');
    const portside: Portside = {
      child,
      tell: (wish) => void child.send(wish),
      until: (fits) =>
        new Promise((resolve) => {
          const hear = (state: Partial<Hostnames>) => {
            if (!fits(state)) return;
            child.off('message', hear);
            resolve(state);
          };
          child.on('message', hear);
        }),
      end: async (signal) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        if (signal) child.kill(signal);
        else child.send('close');
        await gone;
      },
    };
    all.push(portside);
    return portside;
  };
  try {
    await act({ start, read: () => readFile(path, 'latin1') });
  } finally {
    for (const portside of all) await portside.end('SIGKILL');
    await rm(base, { recursive: true, force: true });
  }
}

const isKept = (kept: number) => (state: Partial<Hostnames>) => state.state === 'kept' && state.kept === kept;
const isOff = (state: Partial<Hostnames>) => state.state === 'off';
const one = { address: '127.24.1.1', names: ['web', 'orders'] };
const two = { address: '127.24.2.2', names: ['search'] };

async function keep(portside: Portside, wish: { address: string; names: string[] }): Promise<void> {
  const kept = portside.until(isKept(wish.names.length));
  portside.tell(wish);
  await kept;
}

describe('several Portsides on one hosts file', () => {
  test('have a block each, and the file is as before when the last one has ended, in whatever order', async () => {
    await withPortsides(async ({ start, read }) => {
      const [a, b] = [await start(), await start()];
      await keep(a, one);
      await keep(b, two);
      const both = await read();
      expect(both.match(/^127\.24.*$/gm)).toEqual(['127.24.1.1 orders web', '127.24.2.2 search']);
      await a.end();
      expect((await read()).match(/^127\.24.*$/gm)).toEqual(['127.24.2.2 search']);
      await b.end();
      expect(await read()).toBe(HOSTS.trimEnd());
    });
  });

  test('one whose names are off leaves that of a running one alone, and takes out what a killed one left', async () => {
    await withPortsides(async ({ start, read }) => {
      const [a, b] = [await start(), await start()];
      await keep(a, one);
      const before = await read();
      const off = b.until(isOff);
      b.tell('off');
      expect((await off).leftovers).toEqual([]);
      expect(await read()).toBe(before);
      await a.end('SIGKILL');
      expect(await read()).toBe(before);
      const cleaned = b.until(isOff);
      b.tell('off');
      expect((await cleaned).leftovers).toEqual([]);
      expect(await read()).toBe(HOSTS.trimEnd());
    });
  });

  test('a killed one is cleaned up by the next write of another, which keeps its own names', async () => {
    await withPortsides(async ({ start, read }) => {
      const [a, b] = [await start(), await start()];
      await keep(a, one);
      await keep(b, two);
      await a.end('SIGKILL');
      await keep(b, { ...two, names: ['search', 'carts'] });
      expect((await read()).match(/^127\.24.*$/gm)).toEqual(['127.24.2.2 carts search']);
      await b.end();
      expect(await read()).toBe(HOSTS.trimEnd());
    });
  });

  test('a name that another one has is a conflict with it, and leads here once that one ends', async () => {
    await withPortsides(async ({ start, read }) => {
      const [a, b] = [await start(), await start()];
      await keep(a, one);
      const wish = { address: '127.24.2.2', names: ['search', 'web'] };
      const kept = b.until(isKept(1));
      b.tell(wish);
      expect((await kept).conflicts).toEqual([{ name: 'web', owner: 'portside', address: '127.24.1.1' }]);
      const all = b.until(isKept(2));
      await a.end('SIGKILL');
      expect((await all).conflicts).toEqual([]);
      expect((await read()).match(/^127\.24.*$/gm)).toEqual(['127.24.2.2 search web']);
    });
  });

  test('three that change it again and again at the same time lose nothing of each other', async () => {
    await withHosts(async ({ path, backupDirectory, read }) => {
      const program = join(import.meta.dirname, '../support/hosts-contender.ts');
      const contend = async (number: number): Promise<unknown> => {
        const args = [path, `${backupDirectory}-${number}`, String(number)];
        const child = fork(program, args, { execArgv: ['--import', 'tsx'] });
        const [said] = (await once(child, 'message')) as [unknown];
        if (child.exitCode === null) await once(child, 'exit');
        return said;
      };
      expect(await Promise.all([contend(1), contend(2), contend(3)])).toEqual([{ lost: 0 }, { lost: 0 }, { lost: 0 }]);
      expect(await read()).toBe(ORDINARY);
    });
  }, 60_000);
});

const block = (owner: string) => `# Portside begin ${owner}\n127.24.0.1 web\n# Portside end\n`;

describe('an owner', () => {
  test('of this process is one that lives, and never twice the same', async () => {
    const [mine, other] = await Promise.all([newOwner(), newOwner()]);
    expect([isOwner(mine), isOwner(other), mine === other]).toEqual([true, true, false]);
    expect(await livingOwners(block(mine) + block(other), mine)).toEqual(new Set([other]));
    expect(anonymous(block(mine))).toBe('# Portside begin\n127.24.0.1 web\n# Portside end\n');
  });

  test.runIf(process.platform === 'linux')('is dead if its number belongs to a later process now', async () => {
    const [pid, start = '', number] = (await newOwner()).split('.');
    expect(start.length).toBeGreaterThan(8);
    const earlier = `${pid}.${start.slice(0, 8)}1.${number}`;
    const otherBoot = `${pid}.00000000${start.slice(8)}.${number}`;
    expect(await livingOwners(block(earlier) + block(otherBoot), '')).toEqual(new Set());
  });

  test.runIf(process.platform === 'linux')('that was killed is dead before anybody has collected it', async () => {
    // The shell becomes a program that collects nobody, and its child is a body from then on.
    const shell = spawn('/bin/sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000']);
    const [said] = (await once(shell.stdout, 'data')) as [Buffer];
    const pid = Number(said.toString());
    const stat = () => readFile(`/proc/${pid}/stat`, 'latin1').then((text) => text.slice(text.lastIndexOf(')') + 2));
    const ticks = Number((await stat()).split(' ')[19]);
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'latin1')).slice(0, 8);
    const owner = `${pid}.${boot}${ticks.toString(36)}.1`;
    expect(await livingOwners(block(owner), '')).toEqual(new Set([owner]));
    process.kill(pid, 'SIGKILL');
    while (!(await stat()).startsWith('Z'));
    expect(await livingOwners(block(owner), '')).toEqual(new Set());
    shell.kill('SIGKILL');
    await once(shell, 'exit');
  });

  test('is believed where the system does not say when a process began', async () => {
    const startOf = () => Promise.resolve(undefined);
    const owner = await newOwner({ startOf });
    expect(owner.split('.')[1]).toBe('0');
    // No process has the largest number.
    expect(await livingOwners(block(owner) + block('4194304.0.1'), '', { startOf })).toEqual(new Set([owner]));
  });

  test('whose beginning was not known when it wrote is not dead because it is known now', async () => {
    const owner = await newOwner({ startOf: () => Promise.resolve(undefined) });
    const own = block(owner);
    expect(await livingOwners(own, '', { startOf: () => Promise.resolve('1a2b3c') })).toEqual(new Set([owner]));
    expect(await livingOwners(own, '', { startOf: () => Promise.resolve('') })).toEqual(new Set());
  });

  test('is asked for by full path, and its start read, on the other systems', () => {
    expect(startCommand(4711, 'darwin')).toEqual(['/bin/ps', ['-o', 'lstart=', '-p', '4711']]);
    expect(startFrom('Sat Nov 28 13:25:15 2026    \n', 'darwin')).toBe((1795872315).toString(36));
    expect(startFrom('', 'darwin')).toBeUndefined();
    const [shell, words] = startCommand(4711, 'win32');
    expect(shell).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
    expect(words.at(-1)).toBe("(Get-CimInstance Win32_Process -Filter 'ProcessId=4711').CreationDate.ToFileTimeUtc()");
    expect(startFrom('134089611152345678\r\n', 'win32')).toBe('134089611152345678');
    expect(startFrom('You cannot call a method on a null-valued expression.', 'win32')).toBeUndefined();
  });
});
