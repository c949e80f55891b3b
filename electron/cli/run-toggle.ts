import { createInterface } from 'node:readline/promises';
import type { ForwardReport, ResourceReport } from '../control/report.ts';
import type { AppOrder } from './app-arguments.ts';
import { findForwards, forwardsOfFile } from './app-names.ts';
import { openApp, untilSettled, type App } from './app-visit.ts';
import { renderStatus } from './run-status.ts';
import type { World } from './world.ts';

/** A pod may have to be found; one that takes longer is told as it stands. */
export const SETTLE_MS = 60_000;

/** The forwards of these names, of the project's file without names. Throws a `UsageError`. */
export async function wanted(app: App, names: readonly string[]): Promise<readonly ResourceReport[]> {
  const list = await app.list();
  if (names.length === 0) return forwardsOfFile(process.cwd(), list);
  return findForwards(names, { list, status: await app.status() });
}

/** Whether production may be switched on: as said before, or asked at a terminal. A script that did not say it may not. */
export async function mayOpen(
  forwards: readonly ResourceReport[],
  { world, yes }: { readonly world: World; readonly yes: boolean },
): Promise<boolean> {
  const production = forwards
    .filter((each) => each.production)
    .map(({ project, resource }) => `${project}/${resource}`);
  if (yes || production.length === 0) return true;
  const { stdin, stderr, signal } = world;
  if (!stdin.isTTY || !stderr.isTTY) {
    stderr.write(`This is production: ${production.join(', ')}. Say --yes to forward it.\n`);
    return false;
  }
  const asked = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await asked.question(`This is production: ${production.join(', ')}. Forward it? [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    asked.close();
  }
}

const isLive = ({ state }: ForwardReport) => state === 'live';

export async function runUp(order: Extract<AppOrder, { command: 'up' }>, world: World): Promise<number> {
  const app = await openApp(world, ['read', 'toggle']);
  try {
    const forwards = await wanted(app, order.names);
    if (!(await mayOpen(forwards, { world, yes: order.yes }))) return 1;
    const ids = forwards.map(({ id }) => id);
    await app.call({ call: 'set', ids, on: true, confirmed: true });
    if (!order.wait) return 0;
    const settled = await untilSettled(app, ids, { withinMs: SETTLE_MS, signal: world.signal });
    const report = { ...(await app.status()), forwards: settled };
    world.stdout.write(order.json ? `${JSON.stringify(report)}\n` : renderStatus(report));
    return settled.length === ids.length && settled.every(isLive) ? 0 : 1;
  } finally {
    app.close();
  }
}

export async function runDown(order: Extract<AppOrder, { command: 'down' }>, world: World): Promise<number> {
  const app = await openApp(world, ['read', 'toggle']);
  try {
    if (order.all) await app.call({ call: 'stop-all' });
    else await app.call({ call: 'set', ids: (await wanted(app, order.names)).map(({ id }) => id), on: false });
    return 0;
  } finally {
    app.close();
  }
}
