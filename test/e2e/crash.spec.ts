import { once } from 'node:events';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { startApp, type AppProcess } from '../demo/app-process.ts';
import type { Platform } from '../platform/start.ts';
import { openLoginManager } from '../support/login-manager.ts';
import { openPorts } from '../support/open-ports.ts';
import { runningProcesses } from '../support/processes.ts';
import { openPanel, type Panel } from '../support/tray-panel.ts';
import { expect } from './launch.ts';
import { HOSTS, skip, test, type Machine } from './own-hosts.ts';
import { isRefused } from './steps.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Loaded before the app's own code: an error that nobody catches, whenever this test says so. */
const CRASHER = `
let isHit = false;
process.on('SIGUSR2', () => {
  // Electron hands a signal on twice.
  if (!isHit) setTimeout(() => { throw new Error('the floor gave way'); });
  isHit = true;
});`;

/** Processes that were started for this folder, whoever started them. */
const processesOf = (userData: string): number[] =>
  runningProcesses()
    .filter(({ command }) => command.includes(userData))
    .map(({ pid }) => pid);

test.skip(skip !== '', skip);

type Started = { readonly app: AppProcess; readonly address: LocalAddress };

/** The app without a window, with a live forward that has its names in the hosts file. */
async function startNamed(platform: Platform, machine: Machine, electron: string, args: string[], env = process.env) {
  const app = startApp({ electron, args: [...args, ...electronArgs(() => {}), '--hidden'], cwd: root, env });
  const ledger = ({ resources }: SessionState) => Object.values(resources).find(({ name }) => name === 'ledger-db');
  const { url, ca, tokens } = platform;
  app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
  const { key } = ledger(await app.waitFor('its catalogue', (state) => ledger(state) !== undefined)) ?? { key: '' };
  app.send({ type: 'forward.set', id: key, on: true });
  app.send({ type: 'hostnames.set', on: true });
  const [address = { host: '', port: 0 }] = openPorts(
    await app.waitFor('an open port', (state) => openPorts(state).length > 0),
  );
  await expect.poll(machine.hosts).toContain('ledger-db');
  return { app, address } satisfies Started;
}

test('a signal, and a shutdown of the system, take the names out of the hosts file', async ({
  platform,
  userData,
  executable,
  machine,
}) => {
  const logind = await openLoginManager();
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress };
  try {
    for (const way of ['signal', 'shutdown'] as const) {
      const { app, address } = await startNamed(
        platform,
        machine,
        executable,
        ['.', `--user-data-dir=${userData}`],
        env,
      );
      await logind.heeded;
      const end = once(app.child, 'exit');
      if (way === 'signal') app.child.kill('SIGTERM');
      else logind.shutDown();
      expect(await end, way).toEqual([0, null]);
      expect(await machine.hosts(), way).toBe(HOSTS);
      expect(await isRefused(address), way).toBe(true);
    }
  } finally {
    for (const pid of processesOf(userData)) process.kill(pid, 'SIGKILL');
    await logind.close();
  }
});

test('a second crash soon after the first one stays down, and leaves neither a port nor a name behind', async ({
  platform,
  userData,
  executable,
  machine,
}) => {
  const crasher = path.join(userData, 'crasher.cjs');
  await writeFile(crasher, CRASHER);
  let panel: Panel | undefined;
  const owner = async () => Number((await readlink(path.join(userData, 'SingletonLock'))).split('-').at(-1));
  try {
    const args = ['-r', crasher, '.', `--user-data-dir=${userData}`];
    const { app, address } = await startNamed(platform, machine, executable, args);

    const first = app.child.pid ?? 0;
    const end = once(app.child, 'exit');
    process.kill(first, 'SIGUSR2');
    expect(await end).toEqual([1, null]);

    await expect.poll(() => owner().catch(() => first)).not.toBe(first);
    const second = await owner();
    panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    const item = await panel.waitForItem();
    await item.waitForMenu((menu) => menu.some(({ label }) => label === '1 of 1 forward live'));
    await expect.poll(machine.hosts).toContain('ledger-db');
    expect(await isRefused(address)).toBe(false);

    process.kill(second, 'SIGUSR2');
    await expect.poll(() => processesOf(userData), { timeout: 10_000 }).toEqual([]);
    expect(await isRefused(address)).toBe(true);
    expect(await machine.hosts()).toBe(HOSTS);
    const log = (await readFile(path.join(userData, 'logs/portside.log'), 'utf8')).split('\n');
    expect(log.filter((line) => line.includes('the floor gave way'))).toHaveLength(2);
    expect(log.filter((line) => line.includes('not started again'))).toHaveLength(1);
  } finally {
    for (const pid of processesOf(userData)) process.kill(pid, 'SIGKILL');
    await panel?.close();
  }
});
