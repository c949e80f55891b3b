import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliBundle, forwardingBundle, nodeHelperBundle } from '../../build/bundles.ts';
import { type Platform, startPlatform } from '../platform/start.ts';

/** A project of someone else, with the package as `npm pack` makes it and npm installs it, without a network. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let platform: Platform;
let source: string;
let project: string;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['http', 'metrics'] });
  source = await mkdtemp(join(tmpdir(), 'portside-source-'));
  project = await mkdtemp(join(tmpdir(), 'portside-user-'));
  for (const name of ['package.json', '.gitignore', 'README.md', 'LICENSE'])
    await copyFile(join(ROOT, name), join(source, name));
  const bundles = { cli: cliBundle, forwarding: forwardingBundle, 'node-helper': nodeHelperBundle };
  for (const [name, bundle] of Object.entries(bundles)) {
    const config = bundle({ root: ROOT });
    await build({ ...config, build: { ...config.build, outDir: join(source, 'out', name) } });
  }
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: source });
  await writeFile(join(project, 'package.json'), '{"type": "module"}');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  await run('npm', ['install', ...quiet, join(source, stdout.trim())], { cwd: project });
  await mkdir(join(project, 'node_modules/@northflank'));
  for (const name of ['@northflank/js-client', '@types', 'undici-types'])
    await symlink(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
}, 60_000);
afterAll(async () => {
  await platform.close();
  for (const folder of [source, project]) await rm(folder, { recursive: true });
});

const program = `
import { ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { Forwarding } from 'portside/forwarding';
const contextProvider = new ApiClientInMemoryContextProvider();
contextProvider.addContext({ name: 'test', host: process.env.API_HOST ?? '', token: process.env.API_TOKEN ?? '' });
const forwarding = new Forwarding(contextProvider, { addressRange: { first: '127.24.95.1', last: '127.24.95.250' } });
forwarding.on('tunnel-open', (tunnel, info) => console.log(tunnel.protocol, info.portRemote));
const status = await forwarding.withServiceForwarding(
  { projectId: 'storefront', serviceId: 'web', portsFilter: [8080] },
  async ([result]) => (await fetch('http://' + result?.data?.address + ':' + result?.data?.port + '/json')).status,
);
console.log(status);
`;

test('a program changes one import, and its process ends by itself after the last stop', async () => {
  await writeFile(join(project, 'program.js'), program);
  const { PATH = '' } = process.env;
  const { stdout, stderr } = await run(process.execPath, ['program.js'], {
    cwd: project,
    timeout: 10_000,
    env: { PATH, API_HOST: platform.url, API_TOKEN: platform.tokens.team, NODE_EXTRA_CA_CERTS: platform.caFile },
  });
  expect({ stdout, stderr }).toEqual({ stdout: 'TCP 8080\n200\n', stderr: '' });
});

test('its types are complete, and take js-client’s context provider', { timeout: 60_000 }, async () => {
  await writeFile(join(project, 'program.ts'), program);
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--skipLibCheck',
    'false',
  ];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = () => run(process.execPath, [tsc, ...options, 'program.ts'], { cwd: project });
  await expect(check()).resolves.toEqual({ stdout: '', stderr: '' });
  await writeFile(
    join(project, 'program.ts'),
    `${program}\nconst wrong: number = (await forwarding.forwardAddon({ projectId: 'a' }));`,
  );
  await expect(check()).rejects.toMatchObject({
    stdout: expect.stringContaining("Property 'addonId' is missing") as string,
  });
});

test('the command is there by its name, and lists what the account has', async () => {
  const { PATH = '' } = process.env;
  const env = {
    PATH: `${join(project, 'node_modules/.bin')}:${PATH}`,
    HOME: project,
    NORTHFLANK_API_HOST: platform.url,
    NORTHFLANK_API_TOKEN: platform.tokens.team,
    NORTHFLANK_CA_FILE: platform.caFile,
  };
  const { stdout } = await run('portside', ['list', 'services', '--project', 'storefront'], { cwd: project, env });
  expect(stdout).toContain('checkout-api');
});
