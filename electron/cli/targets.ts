import { resourceKey, type Target } from '../contract/catalog.ts';
import { toProblem } from '../contract/failure.ts';
import type { Problem } from '../contract/problem.ts';
import type { WishedForward } from '../engine/face.ts';
import type { Account } from '../forwarding/account.ts';
import { listAddons, listServices } from '../forwarding/project.ts';
import type { Api } from '../northflank/api.ts';
import type { ForwardOrder, ListOrder } from './arguments.ts';
import { choose, type Choice } from './choose.ts';
import type { Login } from './context.ts';
import { listProjects } from './projects.ts';
import type { World } from './world.ts';

export type Found = {
  /** What is forwarded, in words. */
  readonly title: string;
  readonly wishes: readonly WishedForward[];
  /** What could not be found out, although the rest could. */
  readonly troubles: readonly Problem[];
};

type Asked = { readonly world: World; readonly login: Login; readonly account: Account; readonly api: Api };

const choices = (items: readonly { readonly id: string; readonly name?: string | undefined }[]): Choice[] =>
  items.map(({ id, name }) => ({ id, name: name ?? id }));

const listOf = <T>(list: PromiseSettledResult<T[]>): T[] => (list.status === 'fulfilled' ? list.value : []);

/** The project that is named, else the context's, else the one that is chosen at the terminal. */
export async function findProject(
  { world, login, account, api }: Asked,
  order: ForwardOrder | ListOrder,
): Promise<string> {
  const named = order.projectId ?? login.defaults.project;
  if (named !== undefined) return named;
  return choose(world, {
    what: 'project',
    json: order.json,
    list: async () =>
      choices(await listProjects(api, { teamId: order.teamId, token: account.token(), signal: world.signal })),
  });
}

/** What the order means. Rejects with a `UsageError`, or a `Failure` where the platform has to be asked and says no. */
export async function findTargets(asked: Asked, order: ForwardOrder): Promise<Found> {
  const projectId = await findProject(asked, order);
  const { account, api } = asked;
  const { signal } = asked.world;
  const { teamId, ports, instanceId } = order;
  const wish = {
    on: true,
    ...(ports.length > 0 && { ports }),
    ...(instanceId !== undefined && { instance: instanceId }),
  };
  const wished = (kind: Target['kind'], resourceId: string): WishedForward => {
    const target = { accountId: account.id, ...(teamId !== undefined && { teamId }), projectId, kind, resourceId };
    return { id: resourceKey(target), target, wish };
  };
  if (order.what === 'all') {
    const [services, addons] = await Promise.allSettled([
      listServices(api, { teamId, projectId, signal }),
      listAddons(api, { teamId, projectId, signal }),
    ]);
    if (services.status === 'rejected' && addons.status === 'rejected') throw services.reason;
    const running = listOf(services).filter(({ serviceType }) => serviceType !== 'build');
    const wishes = [
      ...running.map(({ id }) => wished('service', id)),
      ...listOf(addons).map(({ id }) => wished('addon', id)),
    ];
    const troubles = [services, addons].flatMap((list) =>
      list.status === 'rejected' ? [toProblem(list.reason, 'project')] : [],
    );
    return { title: `Forwarding project ${projectId}`, wishes, troubles };
  }
  const { what } = order;
  const id = order.id ?? (what === 'service' ? asked.login.defaults.service : undefined) ?? (await ask(what));
  return { title: `Forwarding ${what} ${id} of project ${projectId}`, wishes: [wished(what, id)], troubles: [] };

  function ask(kind: Target['kind']): Promise<string> {
    const list = kind === 'service' ? listServices : listAddons;
    return choose(asked.world, {
      what: kind,
      json: order.json,
      list: async () => choices(await list(api, { teamId, projectId, signal })),
    });
  }
}
