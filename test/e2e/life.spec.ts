import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startApp } from '../demo/app-process.ts';
import { openLoginManager, type LoginManager } from '../support/login-manager.ts';
import { talkOn } from '../support/open-ports.ts';
import { openPanel, type Panel } from '../support/tray-panel.ts';
import { expect, test as base, type RunningApp } from './launch.ts';
import { isRefused, liveAddress, query, rowOf, showProject, switchOf } from './steps.ts';

const test = base.extend<{ readonly logind: LoginManager; readonly panel: Panel }>({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  panel: async ({}, give) => {
    const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    await give(panel);
    await panel.close();
  },

  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  logind: async ({}, give) => {
    const logind = await openLoginManager();
    await give(logind);
    await logind.close();
  },
  environment: async ({ logind }, give) => {
    await give({ DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress });
  },
});

const root = path.resolve(import.meta.dirname, '../..');
const echo = 'Échange ☕ エコー';

async function openEcho(page: Page): Promise<LocalAddress> {
  await showProject(page, 'billing');
  await switchOf(page, echo).click();
  const { host } = await liveAddress(page, echo);
  // Of its ports another one may be open first.
  await expect(rowOf(page, echo)).toContainText(':7000');
  return { host, port: 7000 };
}

const closeWindow = (electron: ElectronApplication) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const isSeen = (electron: ElectronApplication) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true);

async function gone({ electron }: RunningApp, act: () => unknown): Promise<readonly [unknown, number]> {
  const exit = once(electron.process(), 'exit');
  const beganAt = performance.now();
  await act();
  return [(await exit) as unknown, performance.now() - beganAt];
}

test('the first close asks; kept running, the app is out of sight, its forwards work, and a second start shows it', async ({
  signedIn,
  platform,
  executable,
  userData,
  panel,
}) => {
  await panel.waitForItem();
  const { page, electron } = signedIn;
  await showProject(page, 'billing');
  await switchOf(page, 'ledger-db').click();
  const address = await liveAddress(page, 'ledger-db');
  await closeWindow(electron);
  await page.getByRole('button', { name: 'Keep running' }).click();
  await expect.poll(() => isSeen(electron)).toBe(false);
  expect(await query(platform, ['billing', 'ledger-db'], address, 'select 1 as one')).toEqual([{ one: 1 }]);

  const args = ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`];
  const second = spawn(executable, args, { cwd: root, stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  await expect.poll(() => isSeen(electron)).toBe(true);

  await closeWindow(electron);
  await expect.poll(() => isSeen(electron)).toBe(false);
});

test('without a tray the window is minimised instead of hidden, and the first close says so', async ({ signedIn }) => {
  const { page, electron } = signedIn;
  await closeWindow(electron);
  await expect(page.getByText(/This desktop has no tray/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep running' }).click();
  await expect(page.getByText(/This desktop has no tray/)).toBeHidden();
  // Here no window manager could minimise it.
  expect(await isSeen(electron)).toBe(true);
});

test('a panel that comes after the app gets its tray, and the window goes there', async ({ signedIn }) => {
  const { page, electron } = signedIn;
  await closeWindow(electron);
  await expect(page.getByText(/This desktop has no tray/)).toBeVisible();
  await page.keyboard.press('Escape');
  const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  try {
    await closeWindow(electron);
    await page.getByRole('button', { name: 'Keep running' }).click();
    await expect.poll(() => isSeen(electron)).toBe(false);
    const item = await panel.waitForItem();
    // Chromium puts the item up before its menu, and says when that has come.
    await item.waitForMenu((menu) => menu.some(({ label }) => label === 'Open Portside'));
    await item.click(['Open Portside']);
    await expect.poll(() => isSeen(electron)).toBe(true);
  } finally {
    await panel.close();
  }
});

test('a signal ends the app without a question, whatever is open', async ({ signedIn }) => {
  const address = await openEcho(signedIn.page);
  const socket = await talkOn(address);
  const [exit, tookMs] = await gone(signedIn, () => signedIn.electron.process().kill('SIGTERM'));
  expect(exit).toEqual([0, null]);
  expect(tookMs).toBeLessThan(5500);
  socket.destroy();
  expect(await isRefused(address)).toBe(true);
});

test('a shutdown of the system ends the app without a question, whatever is open', async ({ signedIn, logind }) => {
  const address = await openEcho(signedIn.page);
  const socket = await talkOn(address);
  await logind.heeded;
  const [exit, tookMs] = await gone(signedIn, logind.shutDown);
  expect(exit).toEqual([0, null]);
  expect(tookMs).toBeLessThan(5500);
  socket.destroy();
  expect(await isRefused(address)).toBe(true);
});

/** Not driven as a page: Chromium cuts the connections of its own debugger when the computer sleeps. */
test('after sleep a forward is checking until its gateway answers, and live within two seconds of that', async ({
  platform: { url, ca, tokens, control },
  logind,
  userData,
  executable,
}) => {
  const app = startApp({
    electron: executable,
    args: ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--hidden'],
    cwd: root,
    env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress },
  });
  const summary = ({ forwards }: SessionState) => Object.values(forwards).map(summarise).join();
  const ledger = ({ resources }: SessionState) => Object.values(resources).find(({ name }) => name === 'ledger-db');
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    const { key } = ledger(await app.waitFor('its catalogue', (state) => ledger(state) !== undefined)) ?? { key: '' };
    app.send({ type: 'forward.set', id: key, on: true });
    await app.waitFor('a live forward', (state) => summary(state) === 'live');
    await logind.heeded;
    logind.sleep();
    await control.addRule({ path: '^/tunnel/', hang: true });
    logind.wake();
    await app.waitFor('doubt', (state) => summary(state) === 'checking');
    await control.clearFaults();
    const backAt = performance.now();
    logind.wake();
    await app.waitFor('proof', (state) => summary(state) === 'live');
    expect(performance.now() - backAt).toBeLessThan(2000);
  } finally {
    await app.quit();
  }
});

test('an error that nobody caught is logged, and the app is started again, once', async ({ signedIn, userData }) => {
  let panel: Panel | undefined;
  const processId = async () => Number((await readlink(path.join(userData, 'SingletonLock'))).split('-').at(-1));
  const crash = (electron: ElectronApplication) =>
    electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('the floor gave way');
      });
    });
  const first = signedIn.electron.process().pid;
  let second: number | undefined;
  try {
    await showProject(signedIn.page, 'billing');
    await switchOf(signedIn.page, 'ledger-db').click();
    const address = await liveAddress(signedIn.page, 'ledger-db');
    const [exit] = await gone(signedIn, () => crash(signedIn.electron).catch(() => {}));
    expect(exit).toEqual([1, null]);
    panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    const item = await panel.waitForItem();
    second = await processId();
    expect(second).not.toBe(first);
    await item.waitForMenu((menu) => menu.some(({ label }) => label === '1 of 1 forward live'));
    expect(await isRefused(address)).toBe(false);
    const log = await readFile(path.join(userData, 'logs/portside.log'), 'utf8');
    expect(log).toContain('the floor gave way');
  } finally {
    if (second !== undefined) process.kill(second, 'SIGKILL');
    await panel?.close();
  }
});
