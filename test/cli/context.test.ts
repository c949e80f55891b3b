import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readLogin } from '../../electron/cli/context.ts';
import type { World } from '../../electron/cli/world.ts';
import type { ContextProvider } from '../../electron/forwarding/types.ts';
import { freshHome } from './cli-process.ts';

const SECRET = 'nf-secret-token';

function worldOf(home: string, env: Record<string, string> = {}): World {
  const stream = () => new PassThrough();
  return { env, home, stdin: stream(), stdout: stream(), stderr: stream(), signal: new AbortController().signal };
}

async function homeWith(config: unknown): Promise<string> {
  const home = await freshHome();
  await mkdir(join(home, '.northflank'));
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(join(home, '.northflank/config.json'), text);
  return home;
}

const config = {
  current: 'local',
  contexts: [
    { name: 'other', token: 'nf-other', host: 'https://other.example' },
    { name: 'local', token: SECRET, host: 'https://api.example', project: 'shop', service: 'web' },
  ],
};

test('host and token come from the environment first', async () => {
  const world = worldOf(await homeWith(config), { NORTHFLANK_API_TOKEN: 'nf-env', NORTHFLANK_API_HOST: 'env.example' });
  expect(readLogin(world, { noDefaults: false })).toEqual({
    source: { token: 'nf-env', host: 'env.example' },
    defaults: {},
  });
});

test('else from the current context, with its project and service', async () => {
  const { source, defaults } = readLogin(worldOf(await homeWith(config)), { noDefaults: false });
  expect((source as ContextProvider).getCurrentContext()).toMatchObject({ token: SECRET, host: 'https://api.example' });
  expect(defaults).toEqual({ project: 'shop', service: 'web' });
});

test('noDefaults leaves out project and service', async () => {
  expect(readLogin(worldOf(await homeWith(config)), { noDefaults: true }).defaults).toEqual({});
});

test('a host that is named counts before all others', async () => {
  const world = worldOf(await homeWith(config), { NORTHFLANK_API_HOST: 'https://env.example' });
  const { source } = readLogin(world, { noDefaults: false, host: 'https://flag.example' });
  expect((source as ContextProvider).getCurrentContext()?.host).toBe('https://flag.example');
});

test('a token that is renewed in the file counts at once', async () => {
  const home = await homeWith(config);
  const source = readLogin(worldOf(home), { noDefaults: false }).source as ContextProvider;
  await writeFile(
    join(home, '.northflank/config.json'),
    JSON.stringify({ current: 'other', contexts: [{ name: 'local', token: 'nf-new' }] }),
  );
  expect(source.getCurrentContext()?.token).toBe('nf-new');
});

test.each([
  ['no file', undefined, 'names no current context. Set NORTHFLANK_API_TOKEN, or log in with "northflank login".'],
  ['no current context', { contexts: config.contexts }, 'names no current context'],
  ['broken JSON', `{"contexts": [{"token": "${SECRET}"`, 'is not valid JSON'],
  ['another shape', { current: 'local', contexts: { token: SECRET } }, 'names no current context'],
])('%s is one sentence without the token', async (_, given, sentence) => {
  const home = given === undefined ? await freshHome() : await homeWith(given);
  const read = () => readLogin(worldOf(home), { noDefaults: false });
  expect(read).toThrow(sentence);
  expect(read).not.toThrow(SECRET);
});

test('under sudo the sentence says whose home was looked at', async () => {
  const home = await freshHome();
  const world = worldOf(home, { SUDO_USER: 'ada' });
  expect(() => readLogin(world, { noDefaults: false })).toThrow(
    `Under sudo the home directory is ${home}: to use the login of ada, run "sudo --preserve-env=HOME,PATH portside …".`,
  );
});

test('a CA file is read, and one that is not there is named', async () => {
  const home = await freshHome();
  const file = join(home, 'ca.pem');
  const env = { NORTHFLANK_API_TOKEN: SECRET };
  await writeFile(file, 'PEM');
  expect(readLogin(worldOf(home, env), { noDefaults: false, caFile: file }).ca).toBe('PEM');
  expect(readLogin(worldOf(home, { ...env, NORTHFLANK_CA_FILE: file }), { noDefaults: false }).ca).toBe('PEM');
  expect(() => readLogin(worldOf(home, env), { noDefaults: false, caFile: `${file}x` })).toThrow(
    `The CA certificate ${file}x cannot be read (ENOENT).`,
  );
});
