import { listAddons, listServices } from '../forwarding/project.ts';
import { createApi, withApi, type Api } from '../northflank/api.ts';
import { addonState, serviceState } from '../northflank/states.ts';
import type { ListOrder } from './arguments.ts';
import { accountFor, readLogin } from './context.ts';
import { listProjects } from './projects.ts';
import { findProject } from './targets.ts';
import { logTo, USER_AGENT, type World } from './world.ts';

type Row = Readonly<Record<string, string | undefined>>;

/** Prints what there is: a table, or with `--json` one object per line. Rejects as `runForward` does. */
export async function runList(order: ListOrder, world: World): Promise<number> {
  const login = readLogin(world, order);
  const account = accountFor(login);
  const log = logTo(world, order.verbose);

  async function read(api: Api): Promise<Row[]> {
    const { teamId } = order;
    const { signal } = world;
    if (order.what === 'projects') {
      const projects = await listProjects(api, { teamId, token: account.token(), signal });
      return projects.map(({ id, name = id, description, teamId: team }) => ({ id, name, team, description }));
    }
    const projectId = await findProject({ world, login, account, api }, order);
    if (order.what === 'services') {
      const services = await listServices(api, { teamId, projectId, signal });
      return services.map(({ id, name = id, serviceType: type, status }) => ({
        id,
        name,
        type,
        ...serviceState(type, status),
      }));
    }
    const addons = await listAddons(api, { teamId, projectId, signal });
    return addons.map(({ id, name = id, spec, status }) => ({ id, name, type: spec.type, ...addonState(status) }));
  }

  const rows = await withApi(createApi({ ...account, log, userAgent: USER_AGENT }), read);
  const text = order.json ? rows.map((row) => `${JSON.stringify(row)}\n`).join('') : table(rows);
  world.stdout.write(text);
  return 0;
}

/** Columns that have something in them, each as wide as its widest cell. */
function table(rows: readonly Row[]): string {
  const [first = {}] = rows;
  const columns = Object.keys(first).filter((name) => rows.some((row) => row[name]));
  const lines = [
    columns.map((name) => name.toUpperCase()),
    ...rows.map((row) => columns.map((name) => clean(row[name]))),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** One line, nothing that a terminal would obey. */
function clean(cell = ''): string {
  return cell.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
}
