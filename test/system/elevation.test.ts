import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import type { Ask } from '../../electron/system/elevation-ask.ts';
import { startHelper, type Elevation } from '../../electron/system/elevation.ts';
import { channelPath } from '../../electron/system/elevation-plan.ts';
import { allowing, launcher, quiet } from '../support/helper-process.ts';
import { HOSTS } from '../support/helper-room.ts';

let base: string;
let hosts: string;
const ENTRIES = [{ address: '127.24.0.1', names: ['web'] }];
const read = () => readFile(hosts, 'latin1');
/** Helpers that were started; each test waits for their end. */
let exits: Promise<unknown>[] = [];
const allow = (onStarted: (child: ChildProcess) => void = () => {}) =>
  allowing(base, (child) => {
    exits.push(once(child, 'exit'));
    onStarted(child);
  });
const codeOf = (failure: unknown) => (failure as Failure).problem.code;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'portside-elevation-'));
  hosts = join(base, 'etc/hosts');
  await mkdir(join(base, 'etc'));
  await writeFile(hosts, HOSTS, 'latin1');
});

afterEach(async () => {
  await Promise.all(exits);
  exits = [];
  await rm(base, { recursive: true, force: true });
});

function start(change: Partial<Elevation> = {}) {
  const { signal } = new AbortController();
  return startHelper({ launcher, ask: allow(), signal, log: quiet, ...change });
}

describe('the helper that was allowed', () => {
  test('makes nothing that others may write, whatever the umask of who asked', async () => {
    const umask = process.umask(0);
    let helper: Awaited<ReturnType<typeof start>>;
    try {
      helper = await start();
    } finally {
      process.umask(umask);
    }
    await helper.apply(ENTRIES);
    const made = (await readdir(base, { recursive: true })).filter((name) => name !== 'etc');
    expect(made.length).toBeGreaterThan(4);
    const modes = await Promise.all(
      made.map(async (name) => [name, ((await stat(join(base, name))).mode & 0o022).toString(8)]),
    );
    expect(modes.filter(([, mode]) => mode !== '0')).toEqual([]);
    await helper.close();
  });

  test('writes for the app, and leaves nothing when it is closed', async () => {
    let asked: Ask | undefined;
    let child: ChildProcess | undefined;
    const allowed = allow((started) => {
      child = started;
    });
    const helper = await start({
      ask: (ask) => {
        asked = ask;
        return allowed(ask);
      },
    });
    await helper.apply(ENTRIES);
    expect(await read()).toContain('127.24.0.1 web\n');
    expect(await helper.status()).toEqual({ names: 1, aliases: 0 });
    // The folder with secret and channel has served its turn: a second program finds nothing to connect to.
    const { directory = '' } = asked ?? {};
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
    const second = connect(channelPath(directory, process.platform));
    const [error] = (await once(second, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ENOENT');

    const exited = child ? once(child, 'exit') : Promise.resolve([]);
    await Promise.all([helper.close(), helper.close()]);
    await helper.ended;
    expect(await read()).toBe(HOSTS);
    expect(await exited).toEqual([0, null]);
    const log = await readFile(join(base, 'state/helper.log'), 'utf8');
    expect(
      log
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { what: string }).what),
    ).toEqual(['connected', 'apply 1 names', 'strip', 'ended']);
    expect(asked).not.toHaveProperty('secret');
  });

  test('is not asked for what it would refuse', async () => {
    const helper = await start();
    await expect(helper.apply([{ address: '127.24.0.1', names: ['github.com'] }])).rejects.toMatchObject({
      problem: { code: 'hosts-refused' },
    });
    expect(await read()).toBe(HOSTS);
    await helper.close();
  });

  test('that is killed is lost, at once and for what is under way', async () => {
    let child: ChildProcess | undefined;
    const helper = await start({
      ask: allow((started) => {
        child = started;
      }),
    });
    await helper.apply(ENTRIES);
    const request = helper.status().catch(codeOf);
    const exited = child ? once(child, 'exit') : undefined;
    child?.kill('SIGKILL');
    await Promise.all([helper.ended, exited]);
    expect([await request, await helper.apply([]).catch(codeOf)]).toContain('helper-lost');
    expect(await helper.apply([]).catch(codeOf)).toBe('helper-lost');
    await helper.close();
    expect(await read()).toContain('127.24.0.1 web\n');

    const next = await start();
    await next.apply([]);
    expect(await read()).toBe(HOSTS);
    await next.close();
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('takes everything back when the app ends by %s', async (signal) => {
    const program = join(import.meta.dirname, '../support/helper-app.ts');
    const app = fork(program, [base], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    app.stdout?.resume();
    await once(app, 'message');
    expect(await read()).toContain('127.24.0.1 web\n');
    // The pipe closes when the last of both has ended.
    const over = once(app.stdout ?? app, 'close');
    app.kill(signal);
    await over;
    expect(await read()).toBe(HOSTS);
  });
});

describe('a helper that is not there', () => {
  test.each([
    ['dismissed', { code: 126, message: 'User did not grant permission.', stderr: '' }, 'elevation-dismissed'],
    ['unavailable', { message: 'Unable to find pkexec or kdesudo.', stderr: '' }, 'elevation-unavailable'],
    ['failed', { code: 11, message: 'Command failed: x', stderr: '' }, 'helper-lost'],
  ] as const)('%s: the folder with the secret is gone', async (_, answer, code) => {
    const asked: Ask[] = [];
    const ask = (given: Ask) => {
      asked.push(given);
      return Promise.resolve(answer);
    };
    expect(await start({ launcher: { ...launcher, platform: 'linux' }, ask }).catch(codeOf)).toBe(code);
    expect(asked).toHaveLength(1);
    await expect(stat(asked[0]?.directory ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('may come too late: the app has closed meanwhile', async () => {
    const controller = new AbortController();
    let directory = '';
    let answered: (answer: { message: string; stderr: string }) => void = () => {};
    const ask = (given: Ask) => {
      ({ directory } = given);
      controller.abort();
      return new Promise<{ message: string; stderr: string }>((resolve) => {
        answered = resolve;
      });
    };
    expect(await start({ ask, signal: controller.signal }).catch(codeOf)).toBe('elevation-dismissed');
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
    answered({ message: '', stderr: '' });
  });

  test('could not prove the secret; the one that can is still awaited', async () => {
    const allowed = allow();
    let turnedAway = 0;
    const ask = async (given: Ask) => {
      const wrong = JSON.stringify({ nonce: 'ab'.repeat(32), proof: 'cd'.repeat(32) });
      for (const line of [wrong, 'x'.repeat(2000), '{}']) {
        const stranger = connect(channelPath(given.directory, process.platform));
        stranger.on('error', () => {}).resume();
        stranger.write(`${line}\n`);
        await once(stranger, 'close');
        turnedAway += 1;
      }
      return allowed(given);
    };
    const helper = await start({ ask });
    expect(turnedAway).toBe(3);
    await helper.apply(ENTRIES);
    await helper.close();
    expect(await read()).toBe(HOSTS);
  });
});

describe.skipIf(process.platform === 'win32')('before anybody is asked', () => {
  const never = () => Promise.reject(new Error('asked'));
  const reasonOf = async (paths: Partial<Elevation['launcher']>) => {
    const error: unknown = await start({ launcher: { ...launcher, ...paths }, ask: never }).catch(
      (cause: unknown) => cause,
    );
    if (!(error instanceof Failure)) return error instanceof Error ? error.message : error;
    return [error.problem.code, error.problem.args?.['reason']];
  };

  test('an executable that all may write is refused, and one in such a folder', async () => {
    const folder = join(base, 'open');
    await mkdir(folder);
    const file = join(folder, 'portside');
    await writeFile(file, '');
    await chmod(file, 0o777);
    expect(await reasonOf({ executable: file })).toEqual([
      'elevation-unavailable',
      `every user of this computer can change ${file}`,
    ]);
    await chmod(file, 0o755);
    await chmod(folder, 0o777);
    expect(await reasonOf({ executable: file })).toEqual([
      'elevation-unavailable',
      `every user of this computer can change ${folder}`,
    ]);
    // There each may only touch what is theirs, as in /tmp.
    await chmod(folder, 0o1777);
    expect(await reasonOf({ executable: file })).toBe('asked');
    expect(await reasonOf({ executable: join(folder, 'gone') })).toEqual([
      'elevation-unavailable',
      `${join(folder, 'gone')} cannot be looked at`,
    ]);
  });

  test.runIf(process.getuid?.() === 0)('a packaged one of another user is refused, a working copy is not', async () => {
    const file = join(base, 'portside');
    await writeFile(file, '');
    await chown(file, 4711, 4711);
    expect(await reasonOf({ executable: file, isPackaged: true })).toEqual([
      'elevation-unavailable',
      `${file} belongs to another user`,
    ]);
    expect(await reasonOf({ executable: file })).toBe('asked');
  });

  test('no folder is made', async () => {
    const before = new Set(await readdir(tmpdir()));
    await reasonOf({ executable: '/nowhere' });
    const after = (await readdir(tmpdir())).filter((name) => /^portside-[0-9a-f]{32}$/.test(name));
    expect(after.filter((name) => !before.has(name))).toEqual([]);
  });
});
