import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { connectControl, type Control } from './control.ts';
import type { Failed, Ready } from './main.ts';
import type { PlatformFacts, PlatformOptions } from './platform.ts';
import type { Topology } from './spec.ts';

export type StartOptions = Omit<PlatformOptions, 'topology'> & {
  /** A file that exports `topology`, a JSON file, or the topology itself. */
  readonly topology?: string | Topology;
};

export type Platform = Omit<PlatformFacts, 'control' | 'tempDir'> & {
  readonly control: Control;
  /** Process id of the platform. */
  readonly pid: number;
  /** Resolves when process, ports and files are gone. Idempotent. */
  readonly close: () => Promise<void>;
};

const CLOSE_MS = 10_000;

/** Starts the stand-in for Northflank in a process of its own, which dies with this one. Any number may run at once. */
export async function startPlatform(options: StartOptions = {}): Promise<Platform> {
  const { topology, ...rest } = options;
  const given = typeof topology === 'object' ? await writeTopology(topology) : undefined;
  const path = given?.path ?? (topology as string | undefined);
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      fileURLToPath(new URL('main.ts', import.meta.url)),
      JSON.stringify({ ...rest, ...(path !== undefined && { topology: path }) } satisfies PlatformOptions),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const exited = once(child, 'close');
  try {
    const facts = await ready(child);
    return {
      ...facts,
      control: connectControl(facts.control),
      pid: child.pid ?? 0,
      close: async () => await close(child, exited, facts.tempDir),
    };
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  } finally {
    await given?.remove();
  }
}

async function ready(child: ChildProcess): Promise<PlatformFacts> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the platform ended with code ${code} before it was ready`)));
    child.once('message', (message: Ready | Failed) => {
      if (message.type === 'ready') resolve(message.facts);
      else reject(new Error(`the platform did not start: ${message.message}`));
    });
  });
}

async function close(child: ChildProcess, exited: Promise<unknown>, tempDir: string): Promise<void> {
  if (child.connected) child.send('close', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await exited;
  clearTimeout(timer);
  // Its own work, unless it was killed.
  await rm(tempDir, { recursive: true, force: true });
}

async function writeTopology(topology: Topology): Promise<{ path: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'demo-topology-'));
  const path = join(directory, 'topology.json');
  await writeFile(path, JSON.stringify(topology));
  return { path, remove: async () => await rm(directory, { recursive: true, force: true }) };
}
