import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startApp, type AppProcess } from '../demo/app-process.ts';
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
