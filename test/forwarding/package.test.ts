import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forwardingBundle } from '../../build/bundles.ts';
import { type Platform, startPlatform } from '../platform/start.ts';

/** A project of someone else, with the package as npm installs it: package.json and what the build makes. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let platform: Platform;
let project: string;

beforeAll(async () => {
  platform = await startPlatform({ workloads: ['http', 'metrics'] });
  project = await mkdtemp(join(tmpdir(), 'portside-user-'));
  const installed = join(project, 'node_modules/portside');
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, 'package.json'), await readFile(join(ROOT, 'package.json')));
  const config = forwardingBundle({ root: ROOT });
  await build({ ...config, build: { ...config.build, outDir: join(installed, 'out/forwarding') } });
  await mkdir(join(project, 'node_modules/@northflank'));
  for (const name of ['@northflank/js-client', '@types', 'undici-types'])
    await symlink(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  await writeFile(join(project, 'package.json'), '{"type": "module"}');
});
afterAll(async () => {
  await platform.close();
  await rm(project, { recursive: true });
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
