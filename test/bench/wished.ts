/**
 * `node --import tsx test/bench/wished.ts [forwards] [connections] [rounds]`: a start with many wished forwards (tray, first
 * paint, all live, the longest time that main's loop was held), without a window and with one, and then a wake after which
 * every open connection leads to a gateway that has forgotten it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, projectRoot } from '../../build/build.ts';
import { openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { startApp, type AppProcess } from '../demo/app-process.ts';
import { manyServices } from '../platform/many-services.ts';
import { startPlatform } from '../platform/start.ts';
import { openLoginManager } from '../support/login-manager.ts';
import { openNotificationServer } from '../support/notification-server.ts';
import { areAll, gone, openPorts, talk } from '../support/open-ports.ts';
import { openPanel } from '../support/tray-panel.ts';
import { median } from '../support/median.ts';
import { readMarks, writeWatcher, type Marks } from './watcher.ts';

const [FORWARDS = 50, CONNECTIONS = 200, ROUNDS = 3] = process.argv.slice(2).map(Number);
const START_MS = 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'portside-wished-'));
const watcher = writeWatcher(folder);
const userData = path.join(folder, 'data');

await build();
const { path: electron } = await findElectron(() => {});
const desktop = await openDesktop({ keyring: true });
const busAddress = desktop.busAddress ?? '';
const platform = await startPlatform({ topology: manyServices(FORWARDS), start: 'eager' });
const logind = await openLoginManager();

function start(...more: string[]): AppProcess {
  const args = ['-r', watcher, projectRoot, ...electronArgs(() => {}), `--user-data-dir=${userData}`, ...more];
  const env = { ...desktop.env, DBUS_SYSTEM_BUS_ADDRESS: logind.busAddress };
  return startApp({ electron, args, cwd: projectRoot, env });
}

async function held(app: AppProcess, marks: Marks): Promise<number> {
  app.child.kill('SIGUSR2');
  return marks.next('held');
}

const marksOf = ({ child }: AppProcess): Marks => {
  if (!child.stderr) throw new Error('its words are not heard');
  return readMarks(child.stderr);
};

async function prepare(): Promise<void> {
  const panel = await openPanel(busAddress);
  const app = start('--hidden');
  const { url, ca, tokens } = platform;
  app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
  const { resources } = await app.waitFor('all', (state) => Object.keys(state.resources).length === FORWARDS);
  app.send({ type: 'forwards.set', ids: Object.keys(resources), on: true });
  await app.waitFor('live', areAll(FORWARDS, 'live'));
  await app.quit();
  await panel.close();
}

/** Milliseconds after Electron's being ready, where nothing else is said. */
async function launch(isHidden: boolean) {
  const panel = await openPanel(busAddress);
  const notices = await openNotificationServer(busAddress);
  const app = start(...(isHidden ? ['--hidden'] : []));
  const marks = marksOf(app);
  const trayAt = panel.waitForItem(START_MS).then(() => Date.now());
  const liveAt = app.waitFor('live', areAll(FORWARDS, 'live')).then(() => Date.now());
  const ready = await marks.next('ready');
  const paint = isHidden ? undefined : (await marks.next('paint')) - ready;
  // Until here the loop is held by making the window, as in any app.
  const first = isHidden ? undefined : await held(app, marks);
  const live = (await liveAt) - ready;
  const heldMs = await held(app, marks);
  if (isHidden) await notices.waitFor(`${FORWARDS} forwards live`);
  const titles = notices.titles();
  const end = async () => {
    await app.quit();
    notices.close();
    await panel.close();
  };
  return { app, marks, end, tray: (await trayAt) - ready, paint, live, first, held: heldMs, titles };
}

/** An echo on each connection, so that it is known to be open all the way. */
function talkToAll({ read }: AppProcess): Promise<readonly Socket[]> {
  const addresses = openPorts(read());
  return Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) =>
      talk(addresses[index % addresses.length] ?? { host: '', port: 0 }),
    ),
  );
}

/** Milliseconds after the wake. */
async function wake({ app, marks }: Awaited<ReturnType<typeof launch>>) {
  const sockets = await talkToAll(app);
  await logind.heeded;
  logind.sleep();
  await platform.control.dropTunnels({}, 'blackhole');
  // Nothing of what comes later is of before.
  const asked = (await platform.control.stats()).requests.length;
  await held(app, marks);
  const ended = Promise.all(sockets.map(gone));
  const wokeAt = Date.now();
  logind.wake();
  await app.waitFor('doubt', areAll(FORWARDS, 'checking'));
  const doubt = Date.now() - wokeAt;
  await app.waitFor('proof', areAll(FORWARDS, 'live'));
  const proof = Date.now() - wokeAt;
  await ended;
  const told = Date.now() - wokeAt;
  const { requests } = await platform.control.stats();
  const api = requests.slice(asked).filter(({ path: asks }) => !asks.startsWith('/tunnel/'));
  return { doubt, proof, told, held: await held(app, marks), requests: api.length };
}

const show = (what: string, values: readonly (number | undefined)[]) =>
  console.log(`${what.padEnd(64)} ${median(values.map((value) => value ?? Number.NaN)).toFixed(0)}`);

try {
  await prepare();
  const hidden: Awaited<ReturnType<typeof launch>>[] = [];
  const seen: typeof hidden = [];
  const wakes: Awaited<ReturnType<typeof wake>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const unseen = await launch(true);
    hidden.push(unseen);
    wakes.push(await wake(unseen));
    await unseen.end();
    const window = await launch(false);
    seen.push(window);
    await window.end();
  }
  console.log(`${FORWARDS} wished forwards, medians of ${ROUNDS} rounds, milliseconds after ready`);
  show(
    'without a window: tray',
    hidden.map(({ tray }) => tray),
  );
  show(
    '  all live',
    hidden.map(({ live }) => live),
  );
  show(
    '  longest hold of the loop, ms',
    hidden.map((each) => each.held),
  );
  console.log(`  notices: ${JSON.stringify(hidden[0]?.titles)}`);
  show(
    'with a window: tray',
    seen.map(({ tray }) => tray),
  );
  show(
    '  first paint',
    seen.map(({ paint }) => paint),
  );
  show(
    '  longest hold of the loop until then, ms',
    seen.map(({ first }) => first),
  );
  show(
    '  all live',
    seen.map(({ live }) => live),
  );
  show(
    '  longest hold of the loop from the first paint on, ms',
    seen.map((each) => each.held),
  );
  console.log(`after a wake, ${CONNECTIONS} dead connections, milliseconds after it`);
  show(
    '  every forward says checking',
    wakes.map(({ doubt }) => doubt),
  );
  show(
    '  every forward is proved anew',
    wakes.map(({ proof }) => proof),
  );
  show(
    '  every dead connection has been told',
    wakes.map(({ told }) => told),
  );
  show(
    '  requests to the API meanwhile',
    wakes.map(({ requests }) => requests),
  );
  show(
    '  longest hold of the loop, ms',
    wakes.map((each) => each.held),
  );
} finally {
  await logind.close();
  await platform.close();
  await desktop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
