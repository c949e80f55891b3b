import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { startApp } from '../demo/app-process.ts';
import { manyServices } from '../platform/many-services.ts';
import { startPlatform } from '../platform/start.ts';
import { openLoginManager } from '../support/login-manager.ts';
import { areAll, gone, openPorts, talk } from '../support/open-ports.ts';
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
    const ports = openPorts(await app.waitFor('live forwards', areAll(FORWARDS, 'live')));
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
    await app.waitFor('doubt', areAll(FORWARDS, 'checking'));
    await control.clearFaults();
    const backAt = performance.now();
    logind.wake();
    await app.waitFor('proof', areAll(FORWARDS, 'live'));
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
