import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startApp, type AppProcess } from '../demo/app-process.ts';
import { openLoginManager } from '../support/login-manager.ts';
import { openNotificationServer } from '../support/notification-server.ts';
import { openPanel, type Panel } from '../support/tray-panel.ts';
import { expect, test } from './launch.ts';

const root = path.resolve(import.meta.dirname, '../..');
const busAddress = process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';

const resource = ({ resources }: SessionState) => Object.values(resources).find(({ name }) => name === 'ledger-db');
const summary = ({ forwards }: SessionState) => Object.values(forwards).map(summarise).join();

function start(executable: string, userData: string, env: NodeJS.ProcessEnv = {}): AppProcess {
  const args = ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--hidden'];
  return startApp({ electron: executable, args, cwd: root, env: { ...process.env, ...env } });
}

test('what nobody sees is told by the system, and a click leads there; a hidden start is summed up', async ({
  platform: { url, ca, tokens, control },
  userData,
  executable,
}) => {
  const notices = await openNotificationServer(busAddress);
  // Without a panel the app would not stay out of sight.
  const panel = await openPanel(busAddress);
  let app = start(executable, userData);
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    const { key } = resource(await app.waitFor('its catalogue', (state) => resource(state) !== undefined)) ?? {
      key: '',
    };
    app.send({ type: 'forward.set', id: key, on: true });
    await app.waitFor('a live forward', (state) => summary(state) === 'live');
    await app.quit();

    app = start(executable, userData);
    await notices.waitFor('1 forward live');
    await control.revokeToken(tokens.team);
    app.send({ type: 'catalog.refresh' });
    const notice = await notices.waitFor('Sign in to acme again');
    notices.click(notice);
    await app.waitFor('the window', ({ desktop }) => desktop.place?.kind === 'sign-in');
    expect(notices.titles()).toEqual(['1 forward live', 'Sign in to acme again']);
  } finally {
    await app.quit();
    await panel.close();
    notices.close();
  }
});

test('a forward that is lost and not back in time is told, and leads there; several are told in one notice', async ({
  platform: { url, ca, tokens, control },
  userData,
  executable,
}) => {
  const notices = await openNotificationServer(busAddress);
  const panel = await openPanel(busAddress);
  const logind = await openLoginManager();
  const app = start(executable, userData, { DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress });
  const key = (name: string) => Object.values(app.read().resources).find((each) => each.name === name)?.key ?? '';
  const allLive = (state: SessionState) => summary(state) === 'live,live';
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    app.send({ type: 'settings.change', settings: { noticeAfterSeconds: 1, closeAction: 'hide' } });
    await app.waitFor('its catalogue', () => key('ledger-db') !== '' && key('web') !== '');
    for (const name of ['ledger-db', 'web']) app.send({ type: 'forward.set', id: key(name), on: true });
    await app.waitFor('live forwards', allLive);

    await logind.heeded;
    await control.addRule({ path: 'ledger-db/instance', status: 503 });
    logind.wake();
    const one = await notices.waitFor('ledger-db is not reachable');
    notices.click(one);
    await app.waitFor(
      'the window',
      ({ desktop: { place } }) => place?.kind === 'resource' && place.key === key('ledger-db'),
    );
    app.send({ type: 'window.close' });
    await control.clearFaults();
    await app.waitFor('live forwards', allLive);

    await control.stopListening({ dropOpen: true });
    logind.wake();
    const both = await notices.waitFor('2 forwards are not reachable');
    expect(both.body).toContain('ledger-db');
    expect(both.body).toContain('web');
    await control.resumeListening();
    await app.waitFor('live forwards', allLive);
    // Which of the two was lost first is not said.
    expect(notices.titles().at(0)).toBe('ledger-db is not reachable');
    expect(notices.titles().length).toBeLessThanOrEqual(3);
  } finally {
    await app.quit();
    await logind.close();
    await panel.close();
    notices.close();
  }
});

test('a start that nobody saw tells of production that it left off; a forward whose time is up is told too', async ({
  platform: { url, ca, tokens },
  userData,
  executable,
}) => {
  const notices = await openNotificationServer(busAddress);
  const panel = await openPanel(busAddress);
  let app = start(executable, userData);
  const key = (name: string) => Object.values(app.read().resources).find((each) => each.name === name)?.key ?? '';
  const leadsTo = (name: string) =>
    app.waitFor('the window', ({ desktop: { place } }) => place?.kind === 'resource' && place.key === key(name));
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    await app.waitFor('its catalogue', () => key('ledger-db') !== '' && key('web') !== '');
    for (const name of ['ledger-db', 'web']) app.send({ type: 'forward.set', id: key(name), on: true });
    await app.waitFor('live forwards', (state) => summary(state) === 'live,live');
    app.send({ type: 'forward.stop-after', id: key('web'), minutes: 1 });
    await app.waitFor('its end', ({ forwards }) => forwards[key('web')]?.wish.stopsAt !== undefined);
    app.send({ type: 'settings.change', settings: { productionPatterns: ['billing'] } });
    await app.waitFor('the setting', ({ settings }) => settings.productionPatterns[0] === 'billing');
    await app.quit();

    // The minute was up but for some seconds when the app was started again.
    const file = path.join(userData, 'state.json');
    const endsAt = Date.now() + 10_000;
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"stopsAt": \d+/, `"stopsAt": ${endsAt}`));
    app = start(executable, userData);
    const heldBack = await notices.waitFor('ledger-db stayed off');
    await notices.waitFor('1 forward live');
    const stopped = await notices.waitFor('web was stopped', 45_000);
    notices.click(stopped);
    await leadsTo('web');
    notices.click(heldBack);
    await leadsTo('ledger-db');
    expect(app.read().forwards[key('ledger-db')]?.wish.on).toBe(false);
    expect(notices.titles()).toEqual(['ledger-db stayed off', '1 forward live', 'web was stopped']);
  } finally {
    await app.quit();
    await panel.close();
    notices.close();
  }
});

test('open at login is a file of the desktop that starts the app without a window, is mended and taken away', async ({
  userData,
  executable,
}) => {
  const config = path.join(userData, 'config');
  const file = path.join(config, 'autostart/portside.desktop');
  const read = () => readFile(file, 'utf8').catch(() => '');
  const program = await realpath(executable);
  const env = { XDG_CONFIG_HOME: config };
  let panel: Panel | undefined;
  let app = start(executable, userData, env);
  const set = (launchAtLogin: boolean) => app.send({ type: 'settings.change', settings: { launchAtLogin } });
  const isSet = (is: boolean) => app.waitFor('the setting', (state) => state.settings.launchAtLogin === is);
  try {
    set(true);
    await isSet(true);
    await expect.poll(read).toContain(`"${program}"`);
    await app.quit();

    // As the desktop runs it at login, with what root and a test need besides.
    const exec = /^Exec=(.*)$/m.exec(await read())?.[1] ?? '';
    const extra = [...electronArgs(() => {}), `--user-data-dir=${userData}`].map((each) => `"${each}"`).join(' ');
    const login = spawn('sh', ['-c', `exec ${exec} ${extra}`], {
      cwd: '/',
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    panel = await openPanel(busAddress);
    const item = await panel.waitForItem(30_000);
    await item.click(['Quit Portside']);
    expect(await once(login, 'exit')).toEqual([0, null]);

    await writeFile(file, (await read()).replace(program, '/where/it/was/before'));
    app = start(executable, userData, env);
    await expect.poll(read).toContain(`"${program}"`);
    await app.quit();

    await writeFile(file, `${await read()}Hidden=true\n`);
    app = start(executable, userData, env);
    await isSet(false);
    await expect.poll(read).toBe('');
  } finally {
    await app.quit();
    await panel?.close();
    await rm(config, { recursive: true, force: true });
  }
});
