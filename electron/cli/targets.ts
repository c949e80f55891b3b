import { resourceKey, type Target } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { Problem } from '../contract/problem.ts';
import type { WishedForward } from '../engine/face.ts';
import type { Account } from '../forwarding/account.ts';
import { listAddons, listServices } from '../forwarding/project.ts';
import { isOfOrganisation } from '../northflank/account.ts';
import type { Api } from '../northflank/api.ts';
import type { ForwardOrder, ListOrder } from './arguments.ts';
import { choose, type Choice } from './choose.ts';
import type { Login } from './context.ts';
import { listProjects, type ListedProject } from './projects.ts';
import { UsageError } from './usage-error.ts';
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

/** A project, and its team where the token is an organisation's: there a path without one leads nowhere. */
type Place = { readonly projectId: string; readonly teamId?: string };

/** The project that is named, else the context's, else the one that is chosen at the terminal. */
export async function findProject(
  { world, login, account, api }: Asked,
  { projectId, teamId, json }: ForwardOrder | ListOrder,
): Promise<Place> {
  const list = () => listProjects(api, { teamId, token: account.token(), signal: world.signal });
  const named = projectId ?? login.defaults.project;
  if (named !== undefined) {
    if (teamId !== undefined) return { projectId: named, teamId };
    return isOfOrganisation(account.token()) ? ofOneTeam(named, await list()) : { projectId: named };
  }
  let projects: readonly ListedProject[] = [];
  const chosen = await choose(world, {
    what: 'project',
    json,
    list: async () => choices((projects = await list()).map((each) => ({ ...each, id: idIn(projects, each) }))),
  });
  return placeOf(projects.find((each) => idIn(projects, each) === chosen) ?? { id: chosen });
}

const placeOf = ({ id, teamId }: Pick<ListedProject, 'id' | 'teamId'>): Place => ({
  projectId: id,
  ...(teamId !== undefined && { teamId }),
});

/** Of two projects with one id the team is part of what is chosen. */
const idIn = (projects: readonly ListedProject[], { id, teamId }: ListedProject): string =>
  projects.filter((each) => each.id === id).length > 1 ? `${teamId}/${id}` : id;

function ofOneTeam(id: string, projects: readonly ListedProject[]): Place {
  const [found, ...others] = projects.filter((each) => each.id === id);
  if (!found) throw new Failure('resource-gone', { args: { name: id } });
  if (others.length === 0) return placeOf(found);
  const teams = [found, ...others].map(({ teamId }) => teamId).join(', ');
  throw new UsageError(`Several teams have a project "${id}": ${teams}. Say which with --teamId.`);
}

/** What the order means. Rejects with a `UsageError`, or a `Failure` where the platform has to be asked and says no. */
export async function findTargets(asked: Asked, order: ForwardOrder): Promise<Found> {
  const { projectId, teamId } = await findProject(asked, order);
  const { account, api } = asked;
  const { signal } = asked.world;
  const { ports, instanceId, guard } = order;
  const wish = {
    on: true,
    ...(ports.length > 0 && { ports }),
    ...(instanceId !== undefined && { instance: instanceId }),
    ...(guard && { guard }),
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
