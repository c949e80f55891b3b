/**
 * The first code that runs. Started with `--portside-helper=<directory>` by the system's permission prompt, this program is
 * the helper with more rights: it then loads the helper's own small bundle and nothing of the app, shows no window and waits
 * for no display. Otherwise it is the app.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BaseWindow } from 'electron';
import type * as Helper from './system/helper.ts';

const load = (bundle: string): Promise<unknown> =>
  import(/* @vite-ignore */ new URL(`../${bundle}/index.js`, import.meta.url).href);

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

if (process.argv.some((argument) => argument.startsWith('--portside-helper'))) await startAsHelper();
else await load('main');
