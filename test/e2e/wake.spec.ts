import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { addressOf, type SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startApp } from '../demo/app-process.ts';
import { manyServices } from '../platform/many-services.ts';
import { startPlatform } from '../platform/start.ts';
import { openLoginManager } from '../support/login-manager.ts';
import { expect, test as base } from './launch.ts';

const FORWARDS = 12;
const CONNECTIONS = 48;
/** A link that does not answer for five seconds after a wake is dead. */
const DEAD_MS = 5000;

const test = base.extend({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the names of fixtures from the pattern
  platform: async ({}, give) => {
    const platform = await startPlatform({ topology: manyServices(FORWARDS), start: 'eager' });
    await give(platform);
    await platform.close();
  },
});

const all = (summary: string) => (state: SessionState) => {
  const forwards = Object.values(state.forwards);
  return forwards.length === FORWARDS && forwards.every((forward) => summarise(forward) === summary);
};

const addresses = ({ forwards }: SessionState): LocalAddress[] =>
  Object.values(forwards).flatMap(({ tunnels }) => Object.values(tunnels).flatMap((tunnel) => addressOf(tunnel) ?? []));

/** Open all the way: it has an echo. */
async function talk(address: LocalAddress): Promise<Socket> {
  const socket = connect(address);
  socket.on('error', () => {});
  const heard = once(socket, 'data');
  socket.write('hello');
  await heard;
  return socket;
}

/** However it ends: most are reset. */
const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

test('after a wake all forwards doubt and are proved anew, connections that died asleep are ended, and the API is spared', async ({
  platform: { url, ca, tokens, control },
  userData,
  executable,
}) => {
  const logind = await openLoginManager();
  const app = startApp({
    electron: executable,
    args: ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--hidden'],
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress },
  });
  const asked = async () => (await control.stats()).requests.filter(({ path: asks }) => asks.startsWith('/v1/')).length;
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    const isKnown = ({ resources }: SessionState) => Object.keys(resources).length === FORWARDS;
    const { resources } = await app.waitFor('the catalogue', isKnown);
    app.send({ type: 'forwards.set', ids: Object.keys(resources), on: true });
    const ports = addresses(await app.waitFor('live forwards', all('live')));
    const sockets = await Promise.all(
      Array.from({ length: CONNECTIONS }, (_, index) => talk(ports[index % FORWARDS] ?? { host: '', port: 0 })),
    );
    const before = await asked();

    await logind.heeded;
    logind.sleep();
    expect(await control.dropTunnels({}, 'blackhole')).toBeGreaterThanOrEqual(CONNECTIONS);
    await control.addRule({ path: '^/tunnel/', hang: true });
    const ended = Promise.all(sockets.map(gone));
    logind.wake();
    await app.waitFor('doubt', all('checking'));
    await control.clearFaults();
    const backAt = performance.now();
    logind.wake();
    await app.waitFor('proof', all('live'));
    expect(performance.now() - backAt).toBeLessThan(DEAD_MS);
    await ended;
    expect(performance.now() - backAt).toBeLessThan(2 * DEAD_MS);
    // Where a forward leads is asked once more at most, and not for each of its connections.
    expect((await asked()) - before).toBeLessThanOrEqual(FORWARDS);

    (await talk(ports[0] ?? { host: '', port: 0 })).destroy();
  } finally {
    await app.quit();
    await logind.close();
  }
});
