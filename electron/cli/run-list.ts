import { listAddons, listServices } from '../forwarding/project.ts';
import { createApi, withApi, type Api } from '../northflank/api.ts';
import { addonState, serviceState } from '../northflank/states.ts';
import type { ListOrder } from './arguments.ts';
import { accountFor, readLogin } from './context.ts';
import { listProjects } from './projects.ts';
import { table } from './table.ts';
import { findProject } from './targets.ts';
import { logTo, USER_AGENT, type World } from './world.ts';

type Row = Readonly<Record<string, string | undefined>>;

/** Prints what there is: a table, or with `--json` one object per line. Rejects as `runForward` does. */
export async function runList(order: ListOrder, world: World): Promise<number> {
  const login = readLogin(world, order);
  const account = accountFor(login);
  const log = logTo(world, order.verbose);

  async function read(api: Api): Promise<Row[]> {
    const { signal } = world;
    if (order.what === 'projects') {
      const projects = await listProjects(api, { teamId: order.teamId, token: account.token(), signal });
      return projects.map(({ id, name = id, description, teamId: team }) => ({ id, name, team, description }));
    }
    const { projectId, teamId } = await findProject({ world, login, account, api }, order);
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
