import { describe } from '../contract/problem.ts';
import type { ForwardReport, Report } from '../control/report.ts';
import type { AppOrder } from './app-arguments.ts';
import { openApp } from './app-visit.ts';
import { table } from './table.ts';
import type { World } from './world.ts';

type Row = Readonly<Record<string, string | undefined>>;

/** One row per port, or per forward that has none yet. */
function rowsOf({ project, resource, state, problem, ports, production }: ForwardReport): Row[] {
  const name = `${project}/${resource}${production ? ' (production)' : ''}`;
  if (ports.length === 0) return [{ name, state, note: problem?.message }];
  return ports.map((port) => ({
    name,
    state: port.state === 'open' ? 'live' : port.state,
    port: `${port.portName ?? port.portRemote} ${port.protocol.toLowerCase()}`,
    address: port.address === undefined ? undefined : `${port.address}:${port.port}`,
    note: port.problem?.message,
  }));
}

export function renderStatus(report: Report): string {
  const offline = report.online ? '' : `${describe({ code: 'offline' }).text}\n`;
  if (report.forwards.length === 0) return `${offline}Nothing is forwarded.\n`;
  return `${offline}${table(report.forwards.flatMap(rowsOf))}`;
}

/** What the running app forwards: a table, or with `--json` one object; with `--watch` again at each change. */
export async function runStatus(order: Extract<AppOrder, { command: 'status' }>, world: World): Promise<number> {
  const app = await openApp(world, ['read']);
  const show = (report: Report) =>
    void world.stdout.write(order.json ? `${JSON.stringify(report)}\n` : renderStatus(report));
  try {
    if (!order.watch) {
      show(await app.status());
      return 0;
    }
    app.onStatus(show);
    show(await app.watch());
    await app.ended;
    return world.signal.aborted ? 0 : 1;
  } finally {
    app.close();
  }
}
