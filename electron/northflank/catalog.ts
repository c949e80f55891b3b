import type { z } from 'zod';
import { silentLog, type Log } from '../base/log.ts';
import { projectKey, type AccountId, type Project, type Resource, type Target } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import { describe, type ProblemCode } from '../contract/problem.ts';
import {
  AddonDetail,
  AddonItem,
  ProjectDetail,
  ProjectItem,
  readData,
  ServiceDetail,
  ServiceItem,
  Team,
} from './answers.ts';
import type { ProvenAccount } from './account.ts';
import type { Api } from './api.ts';
import { compact } from './compact.ts';
import { createLimiter } from './limit.ts';
import { listAll } from './paging.ts';
import { projectPath, projectsPath, resourcePath } from './paths.ts';
import { addonResource, serviceResource, unreadResource } from './resource.ts';

/** The same shape as the session's catalogue parts. */
export type CatalogPart = {
  readonly accountId: AccountId;
  readonly projects: readonly Project[];
  readonly resources: readonly Resource[];
};

export type CatalogOptions = {
  /** Only this team of an organisation; absent means all that the token can see. */
  readonly teamId?: string | undefined;
  readonly signal: AbortSignal;
  /** Each project with its resources as soon as it is complete. */
  readonly onPart?: (part: CatalogPart) => void;
  readonly log?: Log;
};

const PARALLEL_REQUESTS = 6;
/** So that the first project is complete long before the last one is asked for. */
const PARALLEL_PROJECTS = 3;

const PERMISSIONS = {
  teams: 'Organisation > Team > General > Read',
  projects: 'Project > Projects > Manage > Read',
  services: 'Project > Services > General > Read',
  addons: 'Project > Addons > General > Read',
} as const;

/** Trouble with the account or the network: it would hit every other request too, so what was read before is the better truth. */
const HITS_ALL: ReadonlySet<ProblemCode> = new Set([
  'token-rejected',
  'api-limited',
  'api-unreachable',
  'proxy-failed',
  'certificate-untrusted',
]);
/** Trouble that asking again does not mend: the item is left out, as the platform wants it. */
const LEFT_OUT: ReadonlySet<ProblemCode> = new Set(['token-too-narrow', 'resource-gone']);

/**
 * Reads everything the token can see: projects, services with their ports, addons. One item that fails hides no other: the
 * complete projects were told by `onPart` by then. Rejects with the first `Failure` where a whole list is missing for a
 * reason that may pass, or where nothing at all may be seen.
 */
export async function loadCatalog(
  api: Api,
  account: Pick<ProvenAccount, 'id' | 'scope'>,
  { teamId, signal, onPart = () => {}, log = silentLog }: CatalogOptions,
): Promise<CatalogPart> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const limited = createLimiter(PARALLEL_REQUESTS);
  const projectTurn = createLimiter(PARALLEL_PROJECTS);
  const troubles: Failure[] = [];

  const reader: Pick<Api, 'get' | 'host'> = {
    host: api.host,
    get: (path, options) => limited(() => api.get(path, { ...options, signal: both })),
  };
  /** What the job gives, or what stands in for it where only this one item is in trouble. */
  const orElse = async <T>(job: Promise<T>, instead: (failure: Failure) => T): Promise<T> => {
    try {
      return await job;
    } catch (error) {
      if (both.aborted || !(error instanceof Failure) || HITS_ALL.has(error.problem.code)) throw error;
      return instead(error);
    }
  };
  const list = <T extends { readonly id: string }>(path: string, key: keyof typeof PERMISSIONS, item: z.ZodType<T>) =>
    orElse(
      listAll(reader, path, {
        key,
        item,
        permission: PERMISSIONS[key],
        onSkip: () => log.warn('an item cannot be read and is left out', { path }),
      }),
      (failure) => {
        log.warn('a list is missing', { path, ...failure.problem });
        troubles.push(failure);
        return [];
      },
    );
  const detail = async <T>(path: string, schema: z.ZodType<T>) =>
    readData(schema, (await reader.get(path)).body, api.host);

  const readResource = async (target: Target, item: ServiceItem | AddonItem): Promise<Resource> => {
    const path = resourcePath(target);
    const read =
      'serviceType' in item
        ? detail(path, ServiceDetail).then((answer) => serviceResource(target, item, answer))
        : detail(path, AddonDetail).then((answer) => addonResource(target, item, answer));
    return orElse(read, ({ problem }) => {
      log.warn('details are missing', { path, ...problem });
      return unreadResource(target, item, describe(problem).title.toLowerCase());
    });
  };

  const readProject = async (team: string | undefined, item: ProjectItem): Promise<CatalogPart> => {
    const path = projectPath(team, item.id);
    const [{ deployment, cluster }, services, addons] = await Promise.all([
      orElse<z.infer<typeof ProjectDetail>>(detail(path, ProjectDetail), () => ({})),
      list(`${path}/services`, 'services', ServiceItem),
      list(`${path}/addons`, 'addons', AddonItem),
    ]);
    const project: Project = compact({
      key: projectKey(account.id, team, item.id),
      accountId: account.id,
      teamId: team,
      id: item.id,
      name: item.name ?? item.id,
      description: item.description,
      region: deployment?.region,
      namespace: cluster?.namespace,
    });
    const target = (kind: Target['kind'], resourceId: string): Target =>
      compact({ accountId: account.id, teamId: team, projectId: item.id, kind, resourceId });
    const resources = await Promise.all([
      ...services.map((each) => readResource(target('service', each.id), each)),
      ...addons.map((each) => readResource(target('addon', each.id), each)),
    ]);
    const part = { accountId: account.id, projects: [project], resources };
    onPart(part);
    return part;
  };

  const readTeam = async (team: string | undefined): Promise<CatalogPart[]> => {
    const projects = await list(projectsPath(team), 'projects', ProjectItem);
    return Promise.all(projects.map((item) => projectTurn(() => readProject(team, item))));
  };

  const teamsToRead = async (): Promise<(string | undefined)[]> => {
    if (account.scope === 'team') return [undefined];
    if (teamId !== undefined) return [teamId];
    return (await list('/v1/teams', 'teams', Team)).map((team) => team.id);
  };

  try {
    const teams = await teamsToRead();
    const parts = (await Promise.all(teams.map(readTeam))).flat();
    const projects = parts.flatMap((part) => part.projects);
    const resources = parts.flatMap((part) => part.resources);
    const passing = troubles.find(({ problem }) => !LEFT_OUT.has(problem.code));
    const missing = passing ?? (resources.length === 0 ? troubles[0] : undefined);
    if (missing) throw missing;
    return { accountId: account.id, projects, resources };
  } finally {
    // After the first failure nobody waits for the requests that are still under way.
    stop.abort(new Error('the catalogue is no longer being read'));
  }
}
