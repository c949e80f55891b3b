import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { ask, bridge } from './probe.ts';
import { type Platform, startPlatform } from './start.ts';

const LEDGER = { project: 'billing', kind: 'addon', id: 'ledger-db' } as const;
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Starts the ledger's PostgreSQL and gives back its process id. */
async function startDatabase(platform: Platform): Promise<number> {
  const { port, close } = await bridge(platform, LEDGER, 5432);
  const socket = connect(port, '127.0.0.1');
  // The protocol's question for TLS; the answer N says that the server is there.
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  expect((await once(socket, 'data'))[0]).toEqual(Buffer.from('N'));
  socket.destroy();
  await close();
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,args=']);
  const own = stdout.split('\n').find((line) => line.includes(`postgres -D ${dirname(platform.caFile)}/`));
  return Number(own?.trim().split(' ')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('two platforms at once know nothing of each other', async () => {
  const [one, two] = await Promise.all([startPlatform({ workloads: [] }), startPlatform({ workloads: [] })]);
  expect(one.url).not.toBe(two.url);
  expect((await ask(two, '/v1/auth', { token: one.tokens.team })).status).toBe(401);
  await expect(ask({ ...one, ca: two.ca }, '/v1/auth')).rejects.toThrow(/certificate/);
  await Promise.all([one.close(), two.close()]);
});

test('a platform is up within a second and reached by every name of its certificate', async () => {
  const startedAt = performance.now();
  const platform = await startPlatform();
  const took = performance.now() - startedAt;
  const port = new URL(platform.url).port;
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    expect((await ask({ ...platform, url: `https://${host}:${port}` }, '/v1/auth')).status, host).toBe(200);
  }
  await platform.close();
  // A loaded machine may take its time; it is the databases that must not be waited for.
  expect(took).toBeLessThan(5000);
});

test('closing leaves no process and no file, and can be asked for twice', async () => {
  const platform = await startPlatform({ workloads: ['postgres'] });
  const database = await startDatabase(platform);
  expect(isAlive(database)).toBe(true);
  await Promise.all([platform.close(), platform.close()]);
  expect(isAlive(database)).toBe(false);
  expect(isAlive(platform.pid)).toBe(false);
  expect(existsSync(dirname(platform.caFile))).toBe(false);
});

test('a platform that is killed takes its databases along', async () => {
  const platform = await startPlatform({ workloads: ['postgres'] });
  const database = await startDatabase(platform);
  process.kill(platform.pid, 'SIGKILL');
  await platform.close();
  await expect.poll(() => isAlive(database), { timeout: 10_000 }).toBe(false);
});

test('a platform dies with the process that started it', async () => {
  const script = `import { startPlatform } from ${JSON.stringify(new URL('start.ts', import.meta.url).href)};
    const { pid, caFile } = await startPlatform({ workloads: [] });
    console.log(JSON.stringify({ pid, caFile }));`;
  const args = ['--import', TSX, '--input-type=module', '--eval', script];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(parent, 'close');
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const { pid, caFile } = JSON.parse(line.toString()) as { pid: number; caFile: string };
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await exited;
  await expect.poll(() => isAlive(pid) || existsSync(caFile), { timeout: 10_000 }).toBe(false);
});

test('standing alone it says where it is and ends cleanly with Ctrl-C', async () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', TSX, main, '--stand-alone', '--lazy'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'close');
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('Ctrl-C')) break;
  }
  const [, url = ''] = /^Demo platform +(\S+)$/m.exec(text) ?? [];
  const [, caFile = ''] = /^CA file +(\S+)$/m.exec(text) ?? [];
  const [, team = ''] = /^Team token +(\S+)$/m.exec(text) ?? [];
  const ca = await readFile(caFile, 'utf8');
  expect((await ask({ url, ca, tokens: { team, org: '', readOnly: '' } }, '/v1/auth')).status).toBe(200);
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(existsSync(caFile)).toBe(false);
});

test('a platform whose starter leaves before it is up ends in order and leaves nothing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'platform-life-'));
  await chmod(directory, 0o755);
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', TSX, main, JSON.stringify({ workloads: [] })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TMPDIR: directory },
  });
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect((await readdir(directory)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  await rm(directory, { recursive: true, force: true });
});

test('a platform that cannot start says why and leaves nothing', async () => {
  const platform = await startPlatform({ workloads: [] });
  const directory = await mkdtemp(join(tmpdir(), 'platform-life-'));
  await chmod(directory, 0o755);
  vi.stubEnv('TMPDIR', directory);
  try {
    await expect(startPlatform({ topology: '/nowhere/topology.json' })).rejects.toThrow(/ENOENT/);
    await expect(startPlatform({ port: Number(new URL(platform.url).port) })).rejects.toThrow(/EADDRINUSE/);
    // The one that compiled TypeScript there keeps its cache.
    expect((await readdir(directory)).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
    await platform.close();
  }
});
