import { link, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile, chmod, chown } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeSecret, whoAsked } from '../../electron/system/helper-secret.ts';

const SECRET = 'a1'.repeat(32);
const me = process.getuid?.() ?? 0;

let base: string;
let directory: string;
let secret: string;
let server: Server;

const listenAt = (path: string) =>
  new Promise<void>((resolve) => {
    server = createServer();
    server.listen(path, resolve);
  });
const take = (askedBy: number | undefined = me, from = directory) =>
  takeSecret(from, { platform: process.platform, askedBy });
const isThere = () =>
  stat(secret).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'portside-secret-'));
  directory = join(base, 'private');
  secret = join(directory, 'secret');
  await mkdir(directory, { mode: 0o700 });
  await writeFile(secret, SECRET, { mode: 0o600 });
  await listenAt(join(directory, 'channel'));
});

afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
  await rm(base, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('the secret', () => {
  test('is read once and then empty, and no file is removed in a folder that the user could turn into another one', async () => {
    expect(await take()).toBe(SECRET);
    expect(await readFile(secret, 'utf8')).toBe('');
    await expect(take()).rejects.toThrow('not a secret');
  });

  test('is read without knowing who asked, where the system does not say', async () => {
    expect(await takeSecret(directory, { platform: process.platform, askedBy: undefined })).toBe(SECRET);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a folder that others may look into', () => chmod(directory, 0o755), 'others may look'],
    ['a folder that others may write', () => chmod(directory, 0o702), 'others may look'],
    ['a secret that others may read', () => chmod(secret, 0o644), 'others may read'],
    ['a secret with a second name', () => link(secret, join(base, 'second')), 'not a file of its own'],
    ['a secret that is too long', () => writeFile(secret, `${SECRET}0`), 'not a secret'],
    ['a secret that is none', () => writeFile(secret, 'password'), 'not a secret'],
    [
      'a channel that is a file',
      async () => {
        await rm(join(directory, 'channel'));
        await writeFile(join(directory, 'channel'), '');
      },
      'the channel is not of',
    ],
  ])('is not taken from %s', async (_, spoil, why) => {
    await spoil();
    await expect(take()).rejects.toThrow(why);
  });

  test('is not taken through a link, whose target this process alone could read', async () => {
    const target = join(base, 'shadow');
    await rename(secret, target);
    await symlink(target, secret);
    await expect(take()).rejects.toMatchObject({ code: 'ELOOP' });
    expect(await readFile(target, 'utf8')).toBe(SECRET);
    const linked = join(base, 'linked');
    await symlink(directory, linked);
    await expect(take(me, linked)).rejects.toThrow('not a directory');
  });

  test('is not taken from another user than the one who asked', async () => {
    await expect(take(me + 1)).rejects.toThrow('not of the user who asked');
    expect(await isThere()).toBe(true);
  });

  test.runIf(me === 0)('is not taken where folder, secret and channel are not of one user', async () => {
    await chown(directory, 4711, 4711);
    await expect(take(4711)).rejects.toThrow('others may read the secret');
    await chown(secret, 4711, 4711);
    await expect(take(4711)).rejects.toThrow('the channel is not of the user who asked');
  });

  test.each(['relative/path', '/tmp/../etc', '/tmp/a$b', '', '/nowhere/at/all'])(
    'is not looked for at %j',
    async (path) => {
      await expect(take(me, path)).rejects.toThrow();
    },
  );
});

test.each([
  [{ PKEXEC_UID: '1000' }, 1000],
  [{ SUDO_UID: '501' }, 501],
  [{ PKEXEC_UID: '1000', SUDO_UID: '0' }, 1000],
  [{ PKEXEC_UID: '0x0' }, undefined],
  [{ PKEXEC_UID: '' }, undefined],
  [{}, undefined],
])('%j: asked by %s', (env, uid) => {
  expect(whoAsked(env)).toBe(uid);
});
