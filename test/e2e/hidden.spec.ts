import type { Socket } from 'node:net';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import { sleep } from '../../electron/base/sleep.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { startApp } from '../demo/app-process.ts';
import { manyServices } from '../platform/many-services.ts';
import { startPlatform } from '../platform/start.ts';
import { openPorts, talk } from '../support/open-ports.ts';
import { usageOf } from '../support/process-usage.ts';
import { runningProcesses } from '../support/processes.ts';
import { openPanel } from '../support/tray-panel.ts';
import { expect, test as base } from './launch.ts';

const FORWARDS = 12;
/** Of one core, in per cent: nothing but what Chromium keeps house with. With the window open it is some 2.5. */
const NOTHING = 0.25;
const OVER_MS = 5000;

const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  platform: async ({}, give) => {
    const platform = await startPlatform({ topology: manyServices(FORWARDS), start: 'eager' });
    await give(platform);
    await platform.close();
  },
});

/** What draws the window: its page, and the process that paints. */
const drawers = (userData: string): number[] =>
  runningProcesses()
    .filter(({ command }) => command.includes(userData) && /--type=(renderer|gpu-process)/.test(command))
    .map(({ pid }) => pid);

const spentMs = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + usageOf(pid).cpuMs, 0);

async function loadOf(pids: readonly number[]): Promise<number> {
  const before = spentMs(pids);
  const begun = performance.now();
  await sleep(OVER_MS);
  return ((spentMs(pids) - before) * 100) / (performance.now() - begun);
}

/** Whatever comes back is sent again after a moment, so its rate is never still. */
async function talkOn(address: LocalAddress): Promise<Socket> {
  const socket = await talk(address);
  socket.on('data', (bytes: Buffer) => setTimeout(() => socket.write(bytes), 20));
  socket.write('round and round');
  return socket;
}

// Playwright holds each page that it drives visible, so this app is started without it.
test('a hidden window takes nothing of the processor while its forwards work', async ({
  platform: { url, ca, tokens },
  userData,
  executable,
}) => {
  test.setTimeout(120_000);
  test.skip(process.platform !== 'linux', 'processes are looked at by /proc');
  const panel = await openPanel(process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const app = startApp({
    electron: executable,
    args: ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`],
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: process.env,
  });
  let sockets: Socket[] = [];
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    const { resources } = await app.waitFor('all', (state) => Object.keys(state.resources).length === FORWARDS);
    const [first = ''] = Object.keys(resources);
    app.send({ type: 'window.show', place: { kind: 'resource', key: first } });
    app.send({ type: 'forwards.set', ids: Object.keys(resources), on: true });
    const open = await app.waitFor('open ports', (state) => openPorts(state).length === FORWARDS);
    sockets = await Promise.all(openPorts(open).map(talkOn));
    await panel.waitForItem();
    const pids = drawers(userData);
    await expect.poll(() => loadOf(pids), { timeout: 30_000 }).toBeGreaterThan(1);

    app.send({ type: 'window.close' });
    await app.waitFor('the question of the first close', ({ desktop }) => desktop.question?.kind === 'close');
    app.send({ type: 'question.answer', answer: 'keep' });
    await expect.poll(() => loadOf(pids), { timeout: 60_000 }).toBeLessThan(NOTHING);
  } finally {
    for (const socket of sockets) socket.destroy();
    await app.quit();
    await panel.close();
  }
});
