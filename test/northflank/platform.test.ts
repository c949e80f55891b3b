import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../electron/base/log.ts';
import type { Resource } from '../../electron/contract/catalog.ts';
import { proveToken } from '../../electron/northflank/account.ts';
import { createApi, type Api } from '../../electron/northflank/api.ts';
import { listProjects, readProject } from '../../electron/northflank/catalog.ts';
import { readResource } from '../../electron/northflank/details.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { startPlatform, type Platform } from '../platform/start.ts';
import type { AddonSpec, PortSpec, ProjectSpec, ServiceSpec } from '../platform/spec.ts';
import { topology } from '../platform/topology.ts';
import { failureOf } from './fresh-api.ts';

let platform: Platform;
let apis: Api[] = [];

beforeAll(async () => {
  platform = await startPlatform({ workloads: [] });
});
afterEach(() => {
  for (const api of apis) api.close();
  apis = [];
});
afterAll(() => platform.close());

async function signIn(kind: keyof Platform['tokens'], teamId?: string) {
  const token = platform.tokens[kind];
  const { url: host, ca } = platform;
  const api = createApi({ host, ca, token: () => token, log: silentLog, userAgent: 'Portside/test' });
  apis.push(api);
  const account = await proveToken(api, { token, teamId });
  const asking = { signal: new AbortController().signal, purpose: 'user' } as const;
  /** Everything there is to know. */
  const load = async () => {
    const { projects } = await listProjects(api, account, { ...asking, teamId });
    const parts = await Promise.all(projects.map((project) => readProject(api, project, asking)));
    const listed = parts.flatMap((part) => part.resources);
    const resources = await Promise.all(listed.map(({ target }) => readResource(api, target, asking)));
    return { projects: parts.map((part) => part.project), resources };
  };
  const resolve = createResolver({ apiOf: () => api });
  const route = ({ key, target }: Resource) =>
    resolve({ id: key, target, wish: { on: true } }, new AbortController().signal);
  return { account, load, route };
}

const [acme, labs] = topology.teams;
const portOf = ({ number, name, protocol }: PortSpec) => ({ number, name, protocol });

/** What the topology says, in our words. */
const serviceOf = ({ id, name, type, tags = [], instances, ports }: ServiceSpec) => ({
  kind: 'service',
  id,
  name,
  type,
  tags,
  // What only builds is deployed nowhere.
  instances: type === 'build' ? undefined : instances,
  ports: ports.map(portOf),
});
const addonOf = ({ id, name, type, tags = [], version, replicas: instances, tls = false }: AddonSpec) => ({
  kind: 'addon',
  id,
  name,
  type,
  tags,
  version,
  tls,
  instances,
});
const expected = (projects: readonly ProjectSpec[]) =>
  projects.flatMap(({ id, services, addons }) =>
    [...services.map(serviceOf), ...addons.map(addonOf)].map((each) => ({ project: id, ...each })),
  );
const seen = (resources: readonly Resource[]) =>
  resources.map(({ target, name, type, tags, version, tls, instances, ports }) => ({
    project: target.projectId,
    kind: target.kind,
    id: target.resourceId,
    name,
    type,
    tags,
    instances,
    ...(target.kind === 'service' ? { ports } : { version, tls }),
  }));
const byName = (resources: readonly Resource[], id: string) => resources.find((each) => each.target.resourceId === id)!;

describe('a team', () => {
  test('sees all its projects, services and addons', async () => {
    const { account, load } = await signIn('team');
    expect(account).toMatchObject({ scope: 'team', host: platform.url });
    const { projects, resources } = await load();
    expect(
      projects.map(({ id, name, description, region, namespace }) => ({ id, name, description, region, namespace })),
    ).toEqual(
      acme!.projects.map(({ id, name, description, region, namespace }) => ({
        id,
        name,
        description,
        region,
        namespace,
      })),
    );
    expect(seen(resources)).toEqual(expected(acme!.projects));
  });

  test('sees what runs and what does not', async () => {
    const { resources } = await (await signIn('team')).load();
    const states = ['web', 'admin', 'invoice-renderer', 'nightly-export', 'assets', 'queue'].map((id) => [
      id,
      byName(resources, id).state,
    ]);
    expect(states).toEqual([
      ['web', 'running'],
      ['admin', 'paused'],
      ['invoice-renderer', 'failed'],
      ['nightly-export', 'stopped'],
      ['assets', 'paused'],
      ['queue', 'failed'],
    ]);
  });

  test('finds the way to its services and addons', async () => {
    const { load, route } = await signIn('team');
    const { resources } = await load();
    const { plans } = await route(byName(resources, 'web'));
    const namespace = acme!.projects[0]!.namespace;
    expect(plans.map(({ port, hostnames, endpoints }) => [port.number, hostnames, endpoints.length])).toEqual([
      [8080, [`web.${namespace}.svc.cluster.local`, 'web', 'http.web'], 2],
      [9090, [`web.${namespace}.svc.cluster.local`, 'web', 'metrics.web'], 2],
    ]);
    const urls = plans.flatMap((plan) => plan.endpoints.map((each) => each.url));
    const origin = platform.url.replace('https', 'wss');
    for (const url of urls) expect(url).toContain(`${origin}/tunnel/projects/storefront/services/web/instance/web-`);
    expect(new Set(urls).size).toBe(4);
    const replicas = await route(byName(resources, 'events-db'));
    expect(replicas.plans.map((plan) => [plan.port.number, plan.endpoints.length])).toEqual([
      [5432, 1],
      [5432, 1],
      [5432, 1],
    ]);
    expect(new Set(replicas.plans.map((plan) => plan.instance)).size).toBe(3);
    expect(new Set(replicas.plans.flatMap((plan) => plan.hostnames)).size).toBe(3);
  });

  test('is told where there is nothing to reach', async () => {
    const { load, route } = await signIn('team');
    const { resources } = await load();
    const failure = await failureOf(route(byName(resources, 'nightly-export')));
    expect(failure.problem).toEqual({ code: 'no-instance', args: { name: 'nightly-export' } });
    const gone = { ...byName(resources, 'web'), target: { ...byName(resources, 'web').target, resourceId: 'ghost' } };
    expect((await failureOf(route(gone))).problem).toEqual({ code: 'resource-gone', args: { name: 'ghost' } });
  });
});

describe('an organisation', () => {
  test('sees all its teams, and its forwards lead through them', async () => {
    const { account, load, route } = await signIn('org');
    expect(account.scope).toBe('org');
    const { projects, resources } = await load();
    expect(projects.map((each) => `${each.teamId}/${each.id}`)).toEqual(
      [acme!, labs!].flatMap((team) => team.projects.map((project) => `${team.id}/${project.id}`)),
    );
    expect(seen(resources)).toEqual(expected([...acme!.projects, ...labs!.projects]));
    const { plans } = await route(byName(resources, 'hello'));
    expect(plans[0]?.endpoints[0]?.url).toContain('/tunnel/teams/acme-labs/projects/sandbox/services/hello/');
  });

  test('of one chosen team sees that one', async () => {
    const { load } = await signIn('org', 'acme-labs');
    expect(seen((await load()).resources)).toEqual(expected(labs!.projects));
  });
});

test('a token that may only look sees everything and forwards nothing', async () => {
  const { load, route } = await signIn('readOnly');
  const { resources } = await load();
  expect(seen(resources)).toEqual(expected(acme!.projects));
  expect((await failureOf(route(byName(resources, 'web')))).problem.code).toBe('token-too-narrow');
});
