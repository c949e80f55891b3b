import type { PortSpec } from '../spec.ts';
import { stableWord } from '../world/names.ts';
import type { Live, LiveService } from '../world/world.ts';
import { CREATED_AT } from './account.ts';
import { type Answer, data, paged } from './answer.ts';
import { clusterOf, type Item, optional } from './projects.ts';
import { type Call, demand, liveOf, projectOf, serviceOf } from './scope.ts';

export function services(call: Call): Answer {
  const list = projectOf(call).resources.flatMap((live) => (live.kind === 'service' ? [summary(live)] : []));
  return paged('services', list, call.query);
}

export function service(call: Call): Answer {
  const live = serviceOf(call);
  const built = live.spec.type === 'build';
  return data({
    ...summary(live),
    createdAt: CREATED_AT,
    servicePaused: live.state === 'paused',
    billing: { deploymentPlan: 'nf-compute-20' },
    ...(!built && { deployment: deploymentOf(live) }),
    ports: live.spec.ports.map((port) => portOf(live, port)),
    cluster: clusterOf({ spec: live.project }),
  });
}

export function ports(call: Call): Answer {
  const live = serviceOf(call);
  return data({ ports: live.spec.ports.map((port) => portOf(live, port)) });
}

export function deployment(call: Call): Answer {
  demand(call.token, 'containers');
  return data(deploymentOf(serviceOf(call)));
}

export function containers(kind: Live['kind']): (call: Call) => Answer {
  return (call) => {
    demand(call.token, 'containers');
    const list = liveOf(call, kind).pods.map((pod) => {
      const at = Math.floor(pod.createdAt / 1000);
      return { name: pod.name, createdAt: at, updatedAt: at, status: 'TASK_RUNNING' };
    });
    return paged('containers', list, call.query);
  };
}

export function restart(kind: Live['kind']): (call: Call) => Answer {
  return (call) => {
    demand(call.token, 'update');
    call.parts.world.restart(liveOf(call, kind));
    return data({});
  };
}

export function setState(kind: Live['kind'], state: 'running' | 'paused'): (call: Call) => Answer {
  return (call) => {
    demand(call.token, 'update');
    const live = liveOf(call, kind);
    const { instances } = (call.body ?? {}) as { instances?: unknown };
    if (typeof instances === 'number') live.instances = instances;
    call.parts.world.setState(live, state);
    return data({});
  };
}

function summary(live: LiveService): Item {
  const { spec } = live;
  return {
    id: spec.id,
    appId: appId(live),
    projectId: live.project.id,
    name: spec.name,
    tags: spec.tags ?? [],
    ...optional({ description: spec.description }),
    serviceType: spec.type,
    disabledCI: false,
    disabledCD: false,
    status: statusOf(live),
  };
}

export function appId(live: Live): string {
  return `/${live.team.id}/${live.project.id}/${live.id}`;
}

function statusOf(live: LiveService): Item {
  const lastTransitionTime = new Date(live.changedAt).toISOString();
  const build = { status: 'SUCCESS', lastTransitionTime };
  if (live.spec.type === 'build') return { build };
  const status = live.state === 'failed' ? 'FAILED' : 'COMPLETED';
  return {
    ...(live.spec.type === 'combined' && { build }),
    deployment: { status, reason: live.restarts > 0 ? 'DEPLOYING' : 'SCALING', lastTransitionTime },
  };
}

function deploymentOf(live: LiveService): Item {
  const common = { region: live.project.region, instances: live.instances };
  if (live.spec.type === 'combined') {
    const internal = { nfObjectId: live.id, nfObjectType: 'service', repository: `acme/${live.id}`, branch: 'main' };
    return { ...common, internal: { ...internal, buildSHA: stableWord(live.id, 40) } };
  }
  const imagePath = live.spec.image ?? `ghcr.io/acme/${live.id}:latest`;
  return { ...common, imageUrl: imagePath, external: { imagePath, registryProvider: 'github', privateImage: true } };
}

function portOf(live: LiveService, port: PortSpec): Item {
  const open = port.public === true;
  return {
    id: stableWord(`${appId(live)}:${port.number}`, 6),
    name: port.name ?? '',
    internalPort: port.number,
    protocol: port.protocol,
    public: open,
    ...(open && { dns: `${port.name}--${live.id}--${live.team.dnsId}.code.run` }),
    domains: [],
    security: { credentials: [], policies: [] },
  };
}
