/**
 * The first code that runs. Started with `--portside-helper=<directory>` by the system's permission prompt, this program is
 * the helper with more rights; started with a word, it is the command line. Both load their own bundle and nothing of the
 * app, show no window and wait for no display. Otherwise it is the app.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BaseWindow } from 'electron';
import { givenBlock, givenEnvironment } from './system/given-environment.ts';
import type * as Helper from './system/helper.ts';
import { wayIn } from './system/way-in.ts';

const load = (bundle: string, file = 'index.js'): Promise<unknown> =>
  import(/* @vite-ignore */ new URL(`../${bundle}/${file}`, import.meta.url).href);

/** Windows tells windows alone that the session ends, and ends all programs as soon as they have heard it. */
let farewell: BaseWindow | undefined;

async function hearFarewell(onFarewell: () => void): Promise<void> {
  await app.whenReady();
  farewell = new BaseWindow({ show: false });
  farewell.on('session-end', onFarewell);
}

async function startAsHelper(): Promise<void> {
  const { machinePlaces, runHelper } = (await load('helper')) as typeof Helper;
  const { stateDirectory } = machinePlaces();
  // Electron wants a folder for what it keeps of web pages: not the home of root, and none where the user can lay links.
  const profile = join(stateDirectory, 'profile');
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    app.setPath('userData', profile);
  } catch {
    // Without the rights for it there are none for the hosts file either, which the helper will say.
  }
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
  const helper = runHelper(process.argv);
  // Chromium takes the signals over once it is up, and makes a request to quit of them.
  app.on('before-quit', (event) => {
    event.preventDefault();
    helper.end();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, helper.end);
  const leave = async (): Promise<void> => {
    app.exit(await helper.done);
  };
  void leave();
  if (process.platform === 'win32') void hearFarewell(helper.endNow);
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });

/**
 * Runs the command line to its end, while Electron waits for this module: all that makes a browser, be it a display, a
 * profile or a process for graphics, comes later, and so never.
 */
async function runAsCommand(words: readonly string[]): Promise<never> {
  // With nothing left to wait for, Electron would go on with its start.
  setInterval(() => {}, LONGEST_TIMER_MS);
  const fail = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  };
  // Else Electron shows these in a window.
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const given = givenEnvironment(process, givenBlock());
  for (const name of Object.keys(process.env)) if (!(name in given)) delete process.env[name];
  Object.assign(process.env, given);
  process.argv = [process.execPath, 'portside', ...words];
  await load('cli', 'portside.js');
  await Promise.all([process.stdout, process.stderr].map(flushed));
  return process.exit(process.exitCode);
}

const way = wayIn(process.argv, app);
if (way.as === 'command') await runAsCommand(way.words);
else if (way.as === 'helper') await startAsHelper();
else await load('main');
