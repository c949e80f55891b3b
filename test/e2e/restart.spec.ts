import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { expect, test } from './launch.ts';
import { talkOn } from '../support/open-ports.ts';
import { isRefused, liveAddress, ourFiles, query, rowOf, showProject, switchOf } from './steps.ts';

const ledger = ['billing', 'ledger-db'] as const;

test('a forward comes back at its address after the app was killed', async ({
  signedIn,
  launch,
  platform,
  userData,
}) => {
  await showProject(signedIn.page, 'billing');
  await switchOf(signedIn.page, 'ledger-db').click();
  const address = await liveAddress(signedIn.page, 'ledger-db');
  await signedIn.kill();
  expect(await isRefused(address)).toBe(true);

  const { page } = await launch();
  await showProject(page, 'billing');
  expect(await liveAddress(page, 'ledger-db')).toEqual(address);
  expect(await query(platform, ledger, address, 'select 1 as one')).toEqual([{ one: 1 }]);

  const files = await ourFiles(userData);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['secrets.json', 'state.json']));
  for (const [name, text] of Object.entries(files)) expect(text, name).not.toContain(platform.tokens.team);
});

test('quitting ends within five seconds, also while a connection is never silent', async ({ signedIn }) => {
  const { page, electron } = signedIn;
  const echo = 'Échange ☕ エコー';
  await showProject(page, 'billing');
  await switchOf(page, echo).click();
  const { host } = await liveAddress(page, echo);
  await expect(rowOf(page, echo)).toContainText(':7000');
  const address = { host, port: 7000 };
  const socket = await talkOn(address);
  const gone = once(electron.process(), 'exit');
  const ended = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  await rowOf(page, echo).getByRole('button').first().click();
  await expect(page.getByText('1 connection', { exact: true })).toBeVisible();
  await page.evaluate(`window.portside.send({ type: 'quit' })`);
  await expect(page.getByText('1 forward is in use (1 open connection). Quitting cuts them off.')).toBeVisible();
  const beganAt = performance.now();
  await page
    .getByRole('button', { name: 'Quit', exact: true })
    .click()
    .catch(() => {});
  expect(await gone).toEqual([0, null]);
  expect(performance.now() - beganAt).toBeLessThan(5500);
  await ended;
  expect(await isRefused(address)).toBe(true);
});

test('a damaged entry is lost alone, the rest comes back and the old file is kept', async ({
  signedIn,
  launch,
  userData,
}) => {
  await showProject(signedIn.page, 'storefront');
  await switchOf(signedIn.page, 'web').click();
  const address = await liveAddress(signedIn.page, 'web');
  await signedIn.quit();
  const file = path.join(userData, 'state.json');
  const saved = JSON.parse(await readFile(file, 'utf8')) as { settings: unknown };
  const damaged = JSON.stringify({ ...saved, settings: { theme: 'purple', reconnectAtLaunch: true } });
  await writeFile(file, damaged);

  const { page } = await launch();
  await expect(page.getByText('A saved entry was damaged')).toBeVisible();
  await showProject(page, 'storefront');
  expect(await liveAddress(page, 'web')).toEqual(address);
  const copy = (await readdir(userData)).find((name) => name.startsWith('state.broken-')) ?? '';
  expect(await readFile(path.join(userData, copy), 'utf8')).toBe(damaged);
});

test('a state file that is no JSON at all is kept beside, and the app starts', async ({ launch, userData }) => {
  await writeFile(path.join(userData, 'state.json'), '{"version":1,"wish');
  const { page } = await launch();
  await expect(page.getByLabel('API token')).toBeVisible();
  const copy = (await readdir(userData)).find((name) => name.startsWith('state.broken-')) ?? '';
  expect(await readFile(path.join(userData, copy), 'utf8')).toBe('{"version":1,"wish');
});

/** Started as the demo starts it: without a window, with a channel to this process. */
async function spawnApp(userData: string): Promise<ChildProcess> {
  const { path: electron } = await findElectron(() => {});
  const args = ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--hidden'];
  const cwd = path.resolve(import.meta.dirname, '../..');
  return spawn(electron, args, { cwd, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

test('an app that cannot start says why and ends, instead of standing in the way of the next start', async ({
  userData,
}) => {
  await mkdir(path.join(userData, 'state.json'));
  const app = await spawnApp(userData);
  try {
    let told = '';
    app.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    const [code] = (await once(app, 'close')) as [number];
    expect(code).toBe(1);
    expect(told).toContain('Portside cannot start: EISDIR');
  } finally {
    app.kill('SIGKILL');
  }
});

test('an app whose starter is gone before it is up ends too', async ({ userData }) => {
  const app = await spawnApp(userData);
  try {
    app.stderr?.resume();
    app.disconnect();
    expect(await once(app, 'exit')).toEqual([0, null]);
  } finally {
    app.kill('SIGKILL');
  }
});
