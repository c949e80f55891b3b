import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cliConfigFile, readCliConfig, removeCliToken } from '../../electron/northflank/cli-config.ts';
import { wholeText } from '../support/lines.ts';

let home: string;
let file: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'portside-cli-'));
  file = cliConfigFile(home);
  await mkdir(path.dirname(file));
});
afterEach(() => rm(home, { recursive: true }));

const acme = { host: 'https://localhost:8443', name: 'acme', token: 'token-acme', tokenScope: 'team', project: 'shop' };
const labs = { name: 'labs', token: 'token-labs', future: { field: [1] } };
const whole = { current: 'acme', contexts: [acme, labs], lastUpdateCheck: '2026-11-23T06:18:59.374Z' };
const write = (content: unknown) => writeFile(file, JSON.stringify(content, undefined, '\t'), { mode: 0o640 });

test('a user without the command line has no logins', async () => {
  await rm(path.dirname(file), { recursive: true });
  expect(readCliConfig(file)).toEqual({ contexts: [], isShared: false });
});

test('contexts without a token, or of a wrong shape, are no logins', async () => {
  const odd = [null, 7, 'x', {}, { name: 'empty', token: '' }, { name: 'gone' }, { name: 'a', token: 'b', host: 7 }];
  await write({ ...whole, contexts: [...odd, acme, labs] });
  expect(readCliConfig(file).contexts.map(({ name }) => name)).toEqual(['acme', 'labs']);
  await write({ contexts: 'none' });
  expect(readCliConfig(file).contexts).toEqual([]);
});

test.each([['{"contexts": [{"token": "token-acme"'], ['[1]'], ['null'], ['']])(
  'the file %j is said to be wrong, and not quoted',
  async (text) => {
    await writeFile(file, text);
    let error: unknown;
    try {
      readCliConfig(file);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ name: 'CliConfigError', message: 'is not valid JSON' });
    expect(wholeText(error)).not.toContain('token-acme');
  },
);

test('removing a token leaves everything else: other contexts, unknown fields, mode, and form', async () => {
  await write(whole);
  await chmod(file, 0o640);
  expect(await removeCliToken(file, acme)).toBe(true);
  const { token: _, ...rest } = acme;
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify({ ...whole, contexts: [rest, labs] }, undefined, '\t'));
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(path.dirname(file))).toEqual(['config.json']);
  expect(readCliConfig(file).contexts.map(({ name }) => name)).toEqual(['labs']);
});

test('a token that was renewed meanwhile is left alone', async () => {
  await write(whole);
  const before = await readFile(file, 'utf8');
  expect(await removeCliToken(file, { name: 'acme', token: 'token-old' })).toBe(false);
  expect(await removeCliToken(file, { name: 'other', token: 'token-acme' })).toBe(false);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('a file that is a link stays one', async () => {
  const real = path.join(home, 'dotfiles.json');
  await writeFile(real, JSON.stringify(whole));
  await symlink(real, file);
  expect(await removeCliToken(file, acme)).toBe(true);
  expect(JSON.parse(await readFile(real, 'utf8'))).toMatchObject({ current: 'acme' });
  expect(await readFile(real, 'utf8')).not.toContain('token-acme');
  expect(await readFile(file, 'utf8')).toContain('token-labs');
});

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
])('of the mode %o it is known whether other users may read it', async (mode, isShared) => {
  await write(whole);
  await chmod(file, mode);
  expect(readCliConfig(file).isShared).toBe(isShared);
});

test('a file that other users may change is not read: they could have named another host for the token', async () => {
  await write(whole);
  await chmod(file, 0o666);
  expect(() => readCliConfig(file)).toThrow('can be changed by other users');
});
