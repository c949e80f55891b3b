import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../base/log.ts';
import { Failure } from '../contract/failure.ts';
import { checkLaunchers } from './elevation-checks.ts';
import { greetHelper, talkToHelper, type Helper } from './elevation-helper.ts';
import { channelPath, SECRET_FILE } from './elevation-plan.ts';
import type { Ask } from './elevation-ask.ts';
import { whyNoHelper, type PromptAnswer } from './prompts.ts';

/** What is to be started with more rights. */
export type Launcher = Omit<Ask, 'directory'> & {
  readonly isPackaged: boolean;
  /** What else belongs to the program and is looked at before anybody is asked. */
  readonly resources?: string | undefined;
};

export type Elevation = {
  readonly launcher: Launcher;
  /** Opens the prompt; `askSystem`, or what a test has in its place. */
  readonly ask: (ask: Ask) => Promise<PromptAnswer>;
  /** The user does not want it any more: what the prompt brings later is turned away. */
  readonly signal: AbortSignal;
  readonly log: Log;
};

/** Systems where the prompt's command ends before the helper does: how long it may take to connect. */
const CONNECT_MS = 20_000;
const MOST_UNPROVED = 8;

/**
 * Has the system ask the user, once, and resolves with the running helper. Rejects with a `Failure`: elevation-dismissed,
 * elevation-unavailable, or helper-lost where it was allowed but did not come up.
 */
export async function startHelper({ launcher, ask, signal, log }: Elevation): Promise<Helper> {
  const { isPackaged, resources, ...rest } = launcher;
  const { executable, appPath, wrapper, platform } = rest;
  const paths = [executable, resources, appPath, wrapper].filter((path) => path !== undefined);
  await checkLaunchers({ paths, isPackaged }, { platform, uid: process.getuid?.() });
  const directory = join(tmpdir(), `portside-${randomBytes(16).toString('hex')}`);
  const secret = randomBytes(32).toString('hex');
  await mkdir(directory, { mode: 0o700 });
  const server = createServer();
  const ended = new AbortController();
  const over = AbortSignal.any([signal, ended.signal]);
  try {
    await writeFile(join(directory, SECRET_FILE), secret, { mode: 0o600, flag: 'wx' });
    await listen(server, channelPath(directory, platform));
    const connected = firstHelper(server, secret, over);
    connected.catch(() => {});
    log.info('asking for permission');
    const { socket, owner } = await Promise.race([connected, refusal({ ...rest, directory }, ask, over)]);
    log.info('the helper runs');
    return talkToHelper(socket, owner);
  } finally {
    ended.abort();
    server.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      server.on('error', () => {});
      resolve();
    });
  });
}

type Greeted = { readonly socket: Socket; readonly owner: string };

/** The first that proves to know the secret; all others are turned away, then and later. */
function firstHelper(server: Server, secret: string, over: AbortSignal): Promise<Greeted> {
  return new Promise((resolve, reject) => {
    const unproved = new Set<Socket>();
    const stop = (): void => {
      for (const socket of unproved) socket.destroy();
      reject(new Failure('elevation-dismissed'));
    };
    const greet = async (socket: Socket): Promise<void> => {
      unproved.add(socket);
      const owner = await greetHelper(socket, secret);
      unproved.delete(socket);
      if (owner === undefined || over.aborted) {
        socket.destroy();
        return;
      }
      over.removeEventListener('abort', stop);
      for (const other of unproved) other.destroy();
      resolve({ socket, owner });
    };
    if (over.aborted) return stop();
    over.addEventListener('abort', stop, { once: true });
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      if (over.aborted || unproved.size >= MOST_UNPROVED) socket.destroy();
      else void greet(socket);
    });
  });
}

/** Rejects once it is clear that no helper will come; never resolves. */
async function refusal(asked: Ask, ask: Elevation['ask'], over: AbortSignal): Promise<never> {
  const answer = await ask(asked);
  if (answer.code === 0 && asked.platform !== 'linux') await waited(CONNECT_MS, over);
  throw whyNoHelper(asked.platform, answer);
}

function waited(milliseconds: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (over.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    over.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
