import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../electron/base/log.ts';
import type { Resource } from '../../electron/contract/catalog.ts';
import { createApi, type Api } from '../../electron/northflank/api.ts';
import { listProjects, readProject, type ProjectPart } from '../../electron/northflank/catalog.ts';
import { readResource } from '../../electron/northflank/details.ts';
import type { FaultRule } from '../platform/control/protocol.ts';
import type { ServiceSpec, Topology } from '../platform/spec.ts';
import { type Platform, startPlatform } from '../platform/start.ts';
import { topology as usual } from '../platform/topology.ts';
import { startJsClient, type JsClient } from './js-client.ts';

/** What Northflank's own client sees of a platform is what we see of it, also where requests fail on the way. */
let platform: Platform;
let client: JsClient;
let api: Api;

const crowd: readonly ServiceSpec[] = Array.from({ length: 230 }, (_, index) => ({
  id: `service-${index}`,
  name: `Service ${index}`,
  type: 'deployment',
  instances: 1,
  tags: [`group-${index % 7}`],
  ports: [{ number: 8000 + index, protocol: 'TCP', workload: 'tcp-echo' }],
}));
const topology: Topology = {
  ...usual,
  teams: usual.teams.map((team) => ({
    ...team,
    projects: [
      ...team.projects,
      { id: 'crowd', name: 'crowd', region: 'europe-west', namespace: 'ns-crowd', services: crowd, addons: [] },
    ],
  })),
};

beforeAll(async () => {
  platform = await startPlatform({ topology, workloads: [] });
  client = await startJsClient(platform);
});
beforeEach(async () => {
  await platform.control.reset();
  const { url: host, ca, tokens } = platform;
  const timing = { backoff: { firstMs: 1, capMs: 1 } };
  api = createApi({ host, ca, token: () => tokens.team, log: silentLog, userAgent: 'Portside/test', timing });
});
afterEach(() => api.close());
afterAll(async () => {
  await client.close();
  await platform.close();
});

type Named = { readonly id: string; readonly name: string; readonly tags: readonly string[] };
type Word = { readonly status: string } | undefined;
type Service = Named & {
  readonly serviceType: string;
  readonly status: { readonly build?: Word; readonly deployment?: Word };
};
type Addon = Named & { readonly spec: { readonly type: string }; readonly status: string };
type Line = { readonly id: string; readonly name: string; readonly tags: readonly string[] } & Record<string, unknown>;

const stateOf = ({ serviceType, status }: Service) =>
  (serviceType === 'build' ? status.build : status.deployment)?.status;

/** Everything by the official client, without faults. */
async function theirs(): Promise<Record<string, readonly Line[]>> {
  const seen: Record<string, readonly Line[]> = {};
  for (const { id: project } of await client.tell<Named[]>({ what: 'projects' })) {
    const services = await client.tell<Service[]>({ what: 'services', project });
    const addons = await client.tell<Addon[]>({ what: 'addons', project });
    seen[project] = [
      ...services.map((each) => ({
        id: `service/${each.id}`,
        name: each.name,
        tags: each.tags,
        type: each.serviceType,
        said: stateOf(each) ?? 'no status',
      })),
      ...addons.map((each) => ({
        id: `addon/${each.id}`,
        name: each.name,
        tags: each.tags,
        type: each.spec.type,
        said: each.status,
      })),
    ];
  }
  return seen;
}

const asking = { signal: new AbortController().signal, purpose: 'forward' } as const;

async function readAll(): Promise<ProjectPart[]> {
  const { projects } = await listProjects(api, { id: 'acc', scope: 'team' }, asking);
  return Promise.all(projects.map((project) => readProject(api, project, asking)));
}
const lineOf = ({ target, name, tags, type, detail }: Resource): Line => ({
  id: `${target.kind}/${target.resourceId}`,
  name,
  tags,
  type,
  said: detail,
});
const ours = (parts: readonly ProjectPart[]) =>
  Object.fromEntries(parts.map(({ project, resources }) => [project.id, resources.map(lineOf)]));

const FAULTS: readonly (readonly [string, readonly FaultRule[]])[] = [
  ['no trouble', []],
  ['answers that fail by chance', [{ path: '/(services|addons)', status: 503, times: 2 }]],
  ['connections that are cut', [{ path: '/projects', reset: true, times: 2 }]],
  ['"too many requests" now and then', [{ path: '/services', status: 429, headers: { 'retry-after': '0' }, times: 2 }]],
  ['slow answers that overtake each other', [{ path: 'page=2', delayMs: 200 }]],
];

test.each(FAULTS)('with %s both lists say the same', async (_, faults) => {
  const expected = await theirs();
  for (const rule of faults) await platform.control.addRule(rule);
  const parts = await readAll();
  expect(ours(parts)).toEqual(expected);
  expect(parts.flatMap(({ project }) => project.problem ?? [])).toEqual([]);
  expect(expected['crowd']).toHaveLength(230);
});

describe('where an answer fails for good', () => {
  test('a page that is missing takes no other with it, and its names are there', async () => {
    const expected = await theirs();
    await platform.control.addRule({ path: 'crowd/services.*page=2', status: 500 });
    const part = (await readAll()).find(({ project }) => project.id === 'crowd');
    const all = expected['crowd'] ?? [];
    expect(part?.resources.map(lineOf)).toEqual([...all.slice(0, 100), ...all.slice(200)]);
    expect(part?.named.map(({ name }) => name)).toEqual(all.slice(100, 200).map(({ name }) => name));
    expect(part?.project.problem?.code).toBe('api-failed');
  });

  test('a project that does not answer for itself has its lists all the same', async () => {
    const expected = await theirs();
    await platform.control.addRule({ path: '/projects/crowd$', status: 500 });
    expect(ours(await readAll())).toEqual(expected);
  });
});

type ServiceDetail = {
  readonly servicePaused: boolean;
  readonly deployment?: { readonly instances?: number };
  readonly ports: readonly { readonly internalPort: number; readonly name: string; readonly protocol: string }[];
};
type AddonDetail = {
  readonly spec: {
    readonly config: {
      readonly versionTag: string;
      readonly deployment: { readonly replicas: number };
      readonly networking: { readonly tlsEnabled: boolean };
    };
  };
};

test('ports, instances, pause, versions, replicas and TLS are the same for each resource', async () => {
  const parts = (await readAll()).filter(({ project }) => project.id !== 'crowd');
  const listed = parts.flatMap((part) => part.resources);
  expect(listed.length).toBeGreaterThan(10);
  for (const { target } of listed) {
    const order = { project: target.projectId, id: target.resourceId };
    const found = await readResource(api, target, asking);
    if (target.kind === 'service') {
      const { servicePaused, deployment, ports } = await client.tell<ServiceDetail>({ what: 'service', ...order });
      expect({ ...order, paused: found.state === 'paused', instances: found.instances, ports: found.ports }).toEqual({
        ...order,
        paused: servicePaused,
        instances: deployment?.instances,
        ports: ports.map(({ internalPort, name, protocol }) => ({
          number: internalPort,
          ...(name && { name }),
          protocol,
        })),
      });
    } else {
      const { spec } = await client.tell<AddonDetail>({ what: 'addon', ...order });
      const { versionTag, deployment, networking } = spec.config;
      expect([order.id, found.version, found.instances, found.tls]).toEqual([
        order.id,
        versionTag,
        deployment.replicas,
        networking.tlsEnabled,
      ]);
    }
  }
});
