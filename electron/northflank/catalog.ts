import { silentLog, type Log } from '../base/log.ts';
import {
  projectKey,
  type AccountId,
  type Project,
  type Resource,
  type ResourceKind,
  type Target,
} from '../contract/catalog.ts';
import type { Failure } from '../contract/failure.ts';
import type { ProblemCode } from '../contract/problem.ts';
import type { ProvenAccount } from './account.ts';
import { AddonItem, ProjectDetail, ProjectItem, readData, readItems, ServiceItem, Team } from './answers.ts';
import type { Api } from './api.ts';
import type { Purpose } from './budget.ts';
import { compact } from './compact.ts';
import { isOfOneAlone, readList, type List, type ListOptions } from './paging.ts';
import { projectPath, projectsPath } from './paths.ts';
import { PERMISSIONS } from './permissions.ts';
import { listedAddon, listedService } from './resource.ts';

export type ReadOptions = {
  readonly signal: AbortSignal;
  readonly purpose: Purpose;
  readonly log?: Log;
};

/** The projects that a token can see. With a `failure` some are missing. */
type ProjectList = { readonly projects: readonly Project[]; readonly failure?: Failure };

/** What could be read of one project; the same shape as the session's. */
export type ProjectPart = {
  readonly accountId: AccountId;
  /** With the problem why something is missing. */
  readonly project: Project;
  /** As lists say: with state and tags. */
  readonly resources: readonly Resource[];
  /** Known to exist, while the list with their state is missing. */
  readonly named: readonly Resource[];
  /** Kinds of which all are there: what is not in this part does not exist any more. */
  readonly whole: readonly ResourceKind[];
  /** Whether asking again may bring what is missing. */
  readonly retriable: boolean;
};

type Reader = Pick<Api, 'get' | 'host'>;

/** Trouble that asking again does not mend: the item is left out, as the platform wants it. */
const LEFT_OUT: ReadonlySet<ProblemCode> = new Set(['token-too-narrow', 'resource-gone']);

function listWith<T extends { readonly id: string }>(
  api: Reader,
  path: string,
  { log = silentLog, ...options }: Omit<ListOptions<T>, 'onSkip'> & ReadOptions,
): Promise<List<T>> {
  const onSkip = () => log.warn('an item cannot be read and is left out', { path });
  return readList(api, path, { ...options, onSkip }).then((list) => {
    if (list.failure) log.warn('a list is not whole', { path, ...list.failure.problem });
    return list;
  });
}

const projectOf = (accountId: AccountId, teamId: string | undefined, item: ProjectItem): Project =>
  compact({
    key: projectKey(accountId, teamId, item.id),
    accountId,
    teamId,
    id: item.id,
    name: item.name ?? item.id,
    description: item.description,
  });

/**
 * The projects of the account, of an organisation team by team. What may not be seen is left out; rejects with a `Failure`
 * where nothing at all may be seen, or where the trouble would hit every other request too.
 */
export async function listProjects(
  api: Reader,
  account: Pick<ProvenAccount, 'id' | 'scope'>,
  { teamId, ...options }: ReadOptions & { readonly teamId?: string | undefined },
): Promise<ProjectList> {
  const teamsToRead = async (): Promise<List<{ readonly id: string | undefined }>> => {
    if (account.scope === 'team') return { items: [{ id: undefined }] };
    if (teamId !== undefined) return { items: [{ id: teamId }] };
    return listWith(api, '/v1/teams', { key: 'teams', item: Team, permission: PERMISSIONS.teams, ...options });
  };
  const readTeam = async (team: string | undefined) => {
    const { items, failure } = await listWith(api, projectsPath(team), {
      key: 'projects',
      item: ProjectItem,
      permission: PERMISSIONS.projects,
      ...options,
    });
    return { projects: items.map((item) => projectOf(account.id, team, item)), failure };
  };
  const teams = await teamsToRead();
  const parts = await Promise.all(teams.items.map(({ id }) => readTeam(id)));
  const projects = parts.flatMap((part) => part.projects);
  const failures = [teams, ...parts].flatMap(({ failure }) => (failure ? [failure] : []));
  const passing = failures.find(({ problem }) => !LEFT_OUT.has(problem.code));
  const failure = passing ?? (projects.length === 0 ? failures[0] : undefined);
  if (failure && projects.length === 0) throw failure;
  return { projects, ...(failure && { failure }) };
}

/**
 * One project in two to four requests: itself, which names all that is in it, and the lists with their states. What is
 * empty is not asked for, and where a list fails the names are there all the same.
 */
export async function readProject(api: Reader, known: Project, options: ReadOptions): Promise<ProjectPart> {
  const { accountId, teamId, id: projectId } = known;
  const path = projectPath(teamId, projectId);
  const { log = silentLog, signal } = options;
  const target = (kind: ResourceKind, resourceId: string): Target =>
    compact({ accountId, teamId, projectId, kind, resourceId });
  const service = (item: ServiceItem) => listedService(target('service', item.id), item);
  const addon = (item: AddonItem) => listedAddon(target('addon', item.id), item);

  const failures: Failure[] = [];
  let detail: ProjectDetail | undefined;
  try {
    const { body } = await api.get(path, { ...options, name: known.name, permission: PERMISSIONS.projects });
    detail = readData(ProjectDetail, body, api.host);
  } catch (error) {
    if (!isOfOneAlone(error, signal)) throw error;
    log.warn('a project is not readable', { path, ...error.problem });
    failures.push(error);
  }
  const names = {
    service: detail?.services && readItems(ServiceItem, detail.services).map(service),
    addon: detail?.addons && readItems(AddonItem, detail.addons).map(addon),
  };
  const states = async (kind: ResourceKind): Promise<List<Resource>> => {
    const expected = names[kind]?.length;
    if (expected === 0) return { items: [] };
    const common = { ...options, expected };
    const { items, failure } =
      kind === 'service'
        ? await listWith(api, `${path}/services`, {
            ...common,
            key: 'services',
            item: ServiceItem,
            permission: PERMISSIONS.services,
          }).then((list) => ({ ...list, items: list.items.map(service) }))
        : await listWith(api, `${path}/addons`, {
            ...common,
            key: 'addons',
            item: AddonItem,
            permission: PERMISSIONS.addons,
          }).then((list) => ({ ...list, items: list.items.map(addon) }));
    return { items, ...(failure && { failure }) };
  };
  const [services, addons] = await Promise.all([states('service'), states('addon')]);
  failures.push(...[services, addons].flatMap(({ failure }) => (failure ? [failure] : [])));

  const lists = { service: services, addon: addons };
  const kinds: readonly ResourceKind[] = ['service', 'addon'];
  const resources = kinds.flatMap((kind) => lists[kind].items);
  const listed = new Set(resources.map((resource) => resource.key));
  const worst = failures.find(({ problem }) => !LEFT_OUT.has(problem.code)) ?? failures[0];
  return {
    accountId,
    project: compact({
      ...known,
      name: detail?.name ?? known.name,
      description: detail ? detail.description : known.description,
      region: detail ? detail.deployment?.region : known.region,
      namespace: detail ? detail.cluster?.namespace : known.namespace,
      problem: worst?.problem,
    }),
    resources,
    named: kinds.flatMap((kind) =>
      lists[kind].failure ? (names[kind] ?? []).filter((resource) => !listed.has(resource.key)) : [],
    ),
    whole: kinds.filter((kind) => names[kind] !== undefined || !lists[kind].failure),
    retriable: failures.some(({ problem }) => !LEFT_OUT.has(problem.code)),
  };
}
