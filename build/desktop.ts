import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { waitForBusName } from './bus-name.ts';

type DesktopOptions = {
  /** Give the desktop a home of its own with an unlocked keyring, and share nothing with the one that may be there. */
  keyring?: boolean;
};

export type Desktop = {
  /** The environment for what shall run on this desktop; this process's own is left alone. */
  env: NodeJS.ProcessEnv;
  /** Address of the session bus, if there is one. */
  busAddress: string | undefined;
  close(): Promise<void>;
};

const SCREEN = '1600x1200x24';
const READY_MS = 20_000;

export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] ?? '') || Boolean(env['WAYLAND_DISPLAY'] ?? '');
}

/**
 * Offers what a desktop session offers: on Linux a display and a session bus, started here (Xvfb, dbus-daemon) unless
 * the environment has them; elsewhere the environment as it is. What was started ends with `close`, with this process,
 * and even when this process is killed.
 */
export async function openDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const isolated = options.keyring === true;
  const env: NodeJS.ProcessEnv = { ...process.env };
  const children: ChildProcess[] = [];
  let home: string | undefined;
  const removeHome = (): void => {
    if (home !== undefined) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  const killAll = (): void => {
    for (const child of children) child.kill('SIGKILL');
    removeHome();
  };
  const close = async (): Promise<void> => {
    process.off('exit', killAll);
    for (const child of children.toReversed()) await end(child);
    removeHome();
  };
  if (process.platform === 'linux') {
    process.on('exit', killAll);
    try {
      if (isolated) home = await moveHome(env);
      if (isolated || !hasDisplay(env)) children.push(await startDisplay(env));
      if (isolated || (env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '') children.push(await startBus(env));
      if (isolated) children.push(await startKeyring(env));
    } catch (error) {
      await close();
      throw error;
    }
  }
  return { env, busAddress: env['DBUS_SESSION_BUS_ADDRESS'], close };
}

async function moveHome(env: NodeJS.ProcessEnv): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'portside-home-'));
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'WAYLAND_DISPLAY']) {
    delete env[name];
  }
  Object.assign(env, { HOME: home, XDG_RUNTIME_DIR: runtime, XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'x11' });
  return home;
}

async function startDisplay(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'];
  const server = spawnBound('Xvfb', args, env, ['ignore', 'ignore', 'pipe', 'pipe']);
  const display = await firstLine(server, server.stdio[3] as Readable, 'Xvfb');
  env['DISPLAY'] = `:${display}`;
  return server;
}

/** A message bus of its own; its address is set in `env`, as that of the session. */
export async function startBus(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const args = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  const bus = spawnBound('dbus-daemon', args, env, ['ignore', 'pipe', 'pipe']);
  env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus, bus.stdout as Readable, 'dbus-daemon');
  return bus;
}

async function startKeyring(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const args = ['--foreground', '--unlock', '--components=secrets'];
  const keyring = spawnBound('gnome-keyring-daemon', args, env, ['pipe', 'ignore', 'ignore']);
  const failed = new AbortController();
  const fail = (why: string): void => failed.abort(new Error(`gnome-keyring-daemon did not start: ${why}.`));
  const timer = setTimeout(() => fail(`silent for ${READY_MS / 1_000} s`), READY_MS);
  keyring.on('error', (error) => fail(error.message));
  keyring.on('exit', (code) => fail(`it ended with ${code ?? 'a signal'}`));
  keyring.stdin?.end('\n'); // the password of the new keyring, and its first unlock
  try {
    // A client that comes before the name is taken makes the bus start a second, locked keyring.
    await waitForBusName(env['DBUS_SESSION_BUS_ADDRESS'] ?? '', 'org.freedesktop.secrets', failed.signal);
    return keyring;
  } catch (error) {
    keyring.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

type Stdio = ('ignore' | 'pipe')[];

/**
 * A child that the kernel ends when this process ends, however that happens (setpriv is part of util-linux). It is in a
 * session of its own: Ctrl-C reaches a whole group, and an app whose display dies with it cannot close in order.
 */
function spawnBound(command: string, args: string[], env: NodeJS.ProcessEnv, stdio: Stdio): ChildProcess {
  const canBind = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0;
  const options = { env, stdio, detached: true };
  return canBind ? spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], options) : spawn(command, args, options);
}

async function firstLine(child: ChildProcess, stream: Readable, name: string): Promise<string> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return await new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${name} did not start: ${why}. ${complaint.trim()}`));
    };
    const timer = setTimeout(() => fail(`silent for ${READY_MS / 1_000} s`), READY_MS);
    let text = '';
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`it ended with ${code ?? 'a signal'}`));
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end).trim());
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => {
    child.once('close', resolve);
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await closed;
  clearTimeout(timer);
}
