import { chown, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openTokens } from '../../electron/cli/app-places.ts';
import { openAddresses, stateFile } from '../../electron/cli/addresses.ts';
import { freshHome } from './cli-process.ts';

const where = { env: {}, home: '/home/ada' };

test('each system has its place for it', () => {
  expect(stateFile(where, 'linux')).toBe('/home/ada/.local/state/portside/addresses.json');
  expect(stateFile({ ...where, env: { XDG_STATE_HOME: '/state' } }, 'linux')).toBe('/state/portside/addresses.json');
  expect(stateFile(where, 'darwin')).toBe('/home/ada/Library/Application Support/portside-cli/addresses.json');
});

test('addresses outlive the run, for the user alone', async () => {
  const file = join(await freshHome(), 'state/portside/addresses.json');
  openAddresses(file).remember('a', '127.24.1.1');
  openAddresses(file).remember('b', '127.24.1.2');
  expect(openAddresses(file).book).toEqual({ a: '127.24.1.1', b: '127.24.1.2' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(file))).toEqual(['addresses.json']);
});

test('two runs at once keep each other’s addresses', async () => {
  const file = join(await freshHome(), 'addresses.json');
  const [one, two] = [openAddresses(file), openAddresses(file)];
  one.remember('a', '127.24.1.1');
  two.remember('b', '127.24.1.2');
  expect(openAddresses(file).book).toEqual({ a: '127.24.1.1', b: '127.24.1.2' });
});

test.each(['', '{"a": ', '[]', 'null', '{"a": 1, "b": {}}'])('%j in the file is as if there was none', async (text) => {
  const file = join(await freshHome(), 'addresses.json');
  await writeFile(file, text);
  const addresses = openAddresses(file);
  expect(addresses.book).toEqual({});
  addresses.remember('c', '127.24.1.3');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ c: '127.24.1.3' });
});

test('where nothing can be written, nothing is remembered and nothing fails', async () => {
  const home = await freshHome();
  // A file where the folder should be stops root, too.
  await writeFile(join(home, 'portside'), '');
  const addresses = openAddresses(join(home, 'portside/addresses.json'));
  addresses.remember('a', '127.24.1.1');
  expect(addresses.book).toEqual({});
});

test.runIf(process.getuid?.() === 0)('under sudo everything stays with the owner of the home directory', async () => {
  const home = await freshHome();
  await chown(home, 1234, 1234);
  openAddresses(join(home, 'state/portside/addresses.json')).remember('a', '127.24.1.1');
  for (const path of ['state', 'state/portside', 'state/portside/addresses.json'])
    expect(await stat(join(home, path))).toMatchObject({ uid: 1234, gid: 1234 });
});

test.runIf(process.getuid?.() === 0)('under sudo the user can still replace what was granted to him', async () => {
  const home = await freshHome();
  await chown(home, 1234, 1234);
  openTokens({ env: {}, home }, 'linux').keep('/app', 'cli', 'secret');
  for (const path of ['.config', '.config/portside-cli', '.config/portside-cli/tokens.json'])
    expect(await stat(join(home, path))).toMatchObject({ uid: 1234, gid: 1234 });
});

test('a token that finds no place leaves no copy of itself', async () => {
  const home = await freshHome();
  const folder = join(home, '.config/portside-cli');
  // Something that no file can be put in the place of.
  await mkdir(join(folder, 'tokens.json/taken'), { recursive: true });
  expect(() => openTokens({ env: {}, home }, 'linux').keep('/app', 'cli', 'secret')).toThrow(
    /EISDIR|ENOTEMPTY|EPERM|EEXIST/,
  );
  expect(await readdir(folder)).toEqual(['tokens.json']);
});

test('no link that lies in wait leads to another file', async () => {
  const home = await freshHome();
  const victim = join(home, 'victim');
  await writeFile(victim, 'untouched');
  const file = join(home, '.config/portside-cli/addresses.json');
  const tokens = openTokens({ env: {}, home }, 'linux');
  tokens.keep('app', 'one', 'token');
  await symlink(victim, `${file}.${process.pid}`);
  await symlink(victim, join(dirname(file), `.tokens-${process.pid}.json`));
  openAddresses(file).remember('a', '127.24.1.1');
  tokens.keep('app', 'two', 'token');
  expect(await readFile(victim, 'utf8')).toBe('untouched');
  expect(tokens.of('app', 'one')).toBe('token');
});
