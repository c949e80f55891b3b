import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Login } from '../../electron/session/accounts.ts';
import { openKeyFile } from '../../electron/shell/key-file.ts';
import type { Sealer } from '../../electron/shell/key-store.ts';
import { openSecrets, type SecretsParts } from '../../electron/shell/secrets.ts';
import { recordLines } from '../support/lines.ts';

const login: Login = { host: 'https://api.example', token: 'nf-secret-4f81c0ffee', proxy: 'http://ann:s3cret@proxy:1' };
let folder: string;
let entries: Record<string, unknown>;
let lines: ReturnType<typeof recordLines>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portside-secrets-'));
  entries = {};
  lines = recordLines();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  expect(lines.text()).not.toContain(login.token);
});

/** Stands for the system's: what it seals, only one with the same name opens. */
const keyStore = (name = 'a', isOld = false): Sealer => ({
  seal: async (text) => Buffer.from(JSON.stringify([name, Buffer.from(text).toString('hex')])),
  unseal: async (sealed) => {
    const [by, text] = JSON.parse(sealed.toString()) as [string, string];
    if (by !== name && !isOld) throw new Error(`sealed by ${by}: ${text}`);
    return { text: Buffer.from(text, 'hex').toString(), isOld: by !== name };
  },
});

const keyPath = () => path.join(folder, 'secrets.key');

/** A new start of the app with what the last one left. */
function start(found: Sealer | 'basic' | 'silent', without: SecretsParts['without'] = 'run') {
  return openSecrets({
    disk: { read: () => entries, write: (next) => (entries = next) },
    keyFile: openKeyFile(keyPath()),
    findKeyStore: async () => found,
    without,
    log: lines.log,
  });
}

const isClean = () => {
  const text = JSON.stringify(entries);
  return ![login.token, 's3cret', Buffer.from(login.token).toString('base64').slice(0, 12)].some((each) =>
    text.includes(each),
  );
};

describe('with a key store', () => {
  test('a login outlives the run, sealed, and removing it leaves nothing', async () => {
    const first = start(keyStore());
    expect(await first.isPersistent()).toBe(true);
    expect(await first.keyStore()).toEqual({ kind: 'system' });
    await first.write('acme', login);
    expect(isClean()).toBe(true);
    const second = start(keyStore());
    expect(await second.read('acme')).toEqual(login);
    await second.remove('acme');
    expect(entries).toEqual({});
    expect(await second.read('acme')).toBeUndefined();
    expect(existsSync(keyPath())).toBe(false);
  });

  test('one that another key store sealed is not read, and not lost', async () => {
    await start(keyStore('other')).write('acme', login);
    const before = entries;
    expect(await start(keyStore()).read('acme')).toBeUndefined();
    expect(lines.text()).toContain('could not be read');
    expect(entries).toBe(before);
  });

  test('one that was sealed with a key that is to go is sealed anew', async () => {
    await start(keyStore('old')).write('acme', login);
    expect(await start(keyStore('new', true)).read('acme')).toEqual(login);
    expect(await start(keyStore('new')).read('acme')).toEqual(login);
  });

  test('a damaged entry is no login', async () => {
    entries = { number: 7, text: 'x', empty: '', other: (await keyStore().seal('{"host":1}')).toString('base64') };
    const secrets = start(keyStore());
    for (const id of ['number', 'text', 'empty', 'other', 'constructor', '__proto__'])
      expect(await secrets.read(id)).toBeUndefined();
  });

  test('what is removed while it is being sealed does not come back', async () => {
    const secrets = start(keyStore());
    const written = secrets.write('acme', login);
    await Promise.all([secrets.remove('acme'), written]);
    expect(entries).toEqual({});
    expect(await secrets.read('acme')).toBeUndefined();
  });
});

describe('without a key store', () => {
  test('a login lives as long as the run, and an older one is erased', async () => {
    await start(keyStore()).write('acme', { ...login, token: 'nf-older' });
    const secrets = start('basic');
    expect(await secrets.keyStore()).toEqual({ kind: 'none', why: 'basic' });
    await secrets.write('acme', login);
    expect(await secrets.isPersistent()).toBe(false);
    expect(await secrets.read('acme')).toEqual(login);
    expect(entries).toEqual({});
    expect(await start('silent').read('acme')).toBeUndefined();
  });

  test('a key store that is only locked now does not lose what it sealed', async () => {
    await start(keyStore()).write('acme', login);
    expect(await start('silent').read('acme')).toBeUndefined();
    expect(await start(keyStore()).read('acme')).toEqual(login);
  });

  test('choosing the file moves what is known into it; going back erases file and key', async () => {
    const secrets = start('silent');
    await secrets.write('acme', login);
    await secrets.keepWithout('file');
    expect(await secrets.isPersistent()).toBe(true);
    expect(isClean()).toBe(true);
    expect((await stat(keyPath())).mode & 0o777).toBe(0o600);
    const next = start('silent', 'file');
    expect(await next.read('acme')).toEqual(login);
    await next.keepWithout('run');
    expect(entries).toEqual({});
    expect(existsSync(keyPath())).toBe(false);
    expect(await next.read('acme')).toEqual(login);
  });

  test('the file opens with its key alone, and a damaged key is replaced', async () => {
    const secrets = start('silent', 'file');
    await secrets.write('acme', login);
    const key = await readFile(keyPath());
    await writeFile(keyPath(), Buffer.alloc(32));
    expect(await start('silent', 'file').read('acme')).toBeUndefined();
    await writeFile(keyPath(), key);
    expect(await start('silent', 'file').read('acme')).toEqual(login);
    await writeFile(keyPath(), 'short');
    const after = start('silent', 'file');
    await after.write('labs', login);
    expect(await start('silent', 'file').read('labs')).toEqual(login);
  });

  test('a key store that is there again takes over what was in the file', async () => {
    await start('silent', 'file').write('acme', login);
    expect(await start(keyStore(), 'file').read('acme')).toEqual(login);
    expect(existsSync(keyPath())).toBe(false);
    expect(await start(keyStore()).read('acme')).toEqual(login);
  });
});
