/**
 * `npm run demo`: the app on the demo platform, signed in and forwarding, until Ctrl-C. `--smoke` shows no window, tries
 * the forwards, prints one line of JSON and ends with 0 or 1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, projectRoot } from '../../build/build.ts';
import { hasDisplay, openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { endWithNpm } from '../../build/npm-end.ts';
import { checkNode, preflight } from '../../build/preflight.ts';
import { closeAll, type Closeable } from '../../electron/base/close.ts';
import type { ResourceKind } from '../../electron/contract/catalog.ts';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startPlatform, type Platform } from '../platform/start.ts';
import { startApp, type AppProcess } from './app-process.ts';
import { tryCommands } from './commands.ts';
import { credentialsOf } from './rest.ts';
import { askDatabase, askHttp, askUdp } from './smoke.ts';
import { renderTable } from './table.ts';

const smoke = process.argv.includes('--smoke');
/** In smoke mode only the result may stand on stdout. */
const say = (line: string) => (smoke ? console.error(line) : console.log(line));

type Name = readonly [project: string, kind: ResourceKind, id: string];
const FORWARDED: readonly Name[] = [
  ['storefront', 'service', 'web'],
  ['storefront', 'service', 'checkout-api'],
  ['storefront', 'service', 'statsd'],
  ['storefront', 'addon', 'orders-db'],
  ['storefront', 'addon', 'cache'],
  ['billing', 'addon', 'ledger-db'],
];

const keyOf = (state: SessionState, [project, kind, id]: Name): string | undefined =>
  Object.values(state.resources).find(
    ({ target }) => target.projectId === project && target.kind === kind && target.resourceId === id,
  )?.key;

/** Where the port of a live forward is; waits until it is open. */
async function liveAddress(app: AppProcess, name: Name, port: number): Promise<LocalAddress> {
  const find = (state: SessionState) => {
    const tunnels = Object.values(state.forwards[keyOf(state, name) ?? '']?.tunnels ?? {});
    const status = tunnels.find((tunnel) => tunnel.port.number === port)?.status;
    return status?.kind === 'open' ? status.address : undefined;
  };
  const found = find(await app.waitFor(`${name.join('/')}:${port} to be live`, (state) => find(state) !== undefined));
  if (!found) throw new Error(`${name.join('/')} is not live`);
  return found;
}

async function signInAndForward(app: AppProcess, platform: Platform): Promise<void> {
  app.send({ type: 'account.sign-in', host: platform.url, token: platform.tokens.team, ca: platform.ca });
  const state = await app.waitFor('the catalogue', ({ accounts, signIn }) => {
    if (signIn.state === 'failed') throw new Error(`sign-in failed: ${signIn.problem.code}`);
    return Object.values(accounts).some((account) => account.catalog.state === 'fresh');
  });
  const offered = FORWARDED.map((name) => keyOf(state, name)).filter((key) => key !== undefined);
  app.send({
    type: 'forwards.set',
    ids: offered.filter((key) => state.resources[key]?.state === 'running'),
    on: true,
  });
}

async function runSmoke(app: AppProcess, platform: Platform): Promise<boolean> {
  const database = await liveAddress(app, ['storefront', 'addon', 'orders-db'], 5432);
  const web = await liveAddress(app, ['storefront', 'service', 'web'], 8080);
  const statsd = await liveAddress(app, ['storefront', 'service', 'statsd'], 8125);
  const credentials = await credentialsOf(platform, 'storefront', 'orders-db');
  const [rows, page, answer] = await Promise.all([
    askDatabase(database, credentials, 'select count(*)::int as orders, current_database() as database from orders'),
    askHttp(web, '/json', `web:${web.port}`),
    askUdp(statsd, 'demo.smoke:1|c'),
  ]);
  const ok = rows.length === 1 && page.status === 200 && answer.length > 0;
  const show = ({ host, port }: LocalAddress) => `${host}:${port}`;
  const result = {
    ok,
    sql: { address: show(database), rows },
    http: { address: show(web), status: page.status, body: page.body.slice(0, 300) },
    udp: { address: show(statsd), answer },
  };
  console.log(JSON.stringify(result));
  return ok;
}

/** Keeps the table in place on a terminal; elsewhere prints it anew once the forwards have settled and it differs. */
function showTable(app: AppProcess): () => void {
  let shown = '';
  const print = (state: SessionState) => {
    const table = renderTable(state);
    if (table === shown || (!process.stdout.isTTY && !isSettled(state))) return;
    if (process.stdout.isTTY && shown) process.stdout.write(`\u001B[${shown.split('\n').length + 1}A\u001B[J`);
    shown = table;
    console.log(`${table}\n`);
  };
  print(app.read());
  return app.subscribe(print);
}

function isSettled(state: SessionState): boolean {
  const wished = Object.values(state.forwards).filter(({ wish }) => wish.on);
  return wished.length > 0 && wished.every((forward) => !['off', 'starting'].includes(summarise(forward)));
}

async function showUntilEnd(app: AppProcess, place: Parameters<typeof tryCommands>[1]): Promise<void> {
  const settled = await app.waitFor('the forwards to settle', isSettled);
  console.log(`\n${await tryCommands(settled, place)}\n\nCtrl-C ends the demo and leaves nothing behind.\n`);
  const stop = showTable(app);
  await new Promise<void>((resolve) => {
    app.child.once('exit', () => resolve());
  });
  stop();
}

/** Everything up to the end of the app; what it starts goes into `parts` at once, and nothing is started after `end`. */
async function run(parts: Closeable[], end: AbortSignal): Promise<number> {
  checkNode();
  const runtime = await findElectron(say);
  await preflight('demo', runtime.path);
  await build();
  if (!hasDisplay()) say('No display here: the app runs unseen on a virtual one (Xvfb).');
  const desktop = await openDesktop();
  parts.push(desktop);
  end.throwIfAborted();
  const folder = await mkdtemp(path.join(tmpdir(), 'portside-demo-'));
  parts.push({ close: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) });
  say('Starting the demo platform…');
  const starting = startPlatform({ start: 'eager' });
  // Closed once it stands, also where the end comes before that: half a database cannot be ended in order.
  parts.push({ close: async () => (await starting).close() });
  const platform = await starting;
  end.throwIfAborted();
  const args = ['.', ...electronArgs(say), `--user-data-dir=${folder}`, ...(smoke ? ['--hidden'] : [])];
  const app = startApp({ electron: runtime.path, args, cwd: projectRoot, env: desktop.env });
  parts.push({ close: app.quit });
  await signInAndForward(app, platform);
  if (smoke) return (await runSmoke(app, platform)) ? 0 : 1;
  await showUntilEnd(app, { platform, folder });
  return 0;
}

async function main(): Promise<number> {
  const parts: Closeable[] = [];
  // Taken from the first moment on: whatever has started by then is closed, also when the table does not stand yet.
  const end = new AbortController();
  const ended = new Promise<number>((resolve) => {
    end.signal.addEventListener('abort', () => resolve(0));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end.abort());
  endWithNpm(() => end.abort());
  try {
    return await Promise.race([run(parts, end.signal), ended]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    for (const error of await closeAll(parts, 30_000)) console.error(error.message);
  }
}

process.exit(await main());
