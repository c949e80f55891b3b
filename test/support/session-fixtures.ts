import {
  type Account,
  type Project,
  projectKey,
  type RemotePort,
  type Resource,
  resourceKey,
  type Target,
} from '../../electron/contract/catalog.ts';
import type { Forward, Traffic, Tunnel, TunnelStatus } from '../../electron/contract/forward.ts';
import { problem, type Problem } from '../../electron/contract/problem.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';

/** A fixed moment, so that durations in tests and pictures stay the same. */
export const NOW = Date.UTC(2026, 4, 12, 10, 42, 7);

export function makeAccount(part: Partial<Account> = {}): Account {
  return {
    id: 'acme',
    host: 'https://api.northflank.com',
    name: 'Acme',
    scope: 'team',
    state: 'signed-in',
    catalog: { state: 'fresh', readAt: NOW - 60_000 },
    ...part,
  };
}

export function makeProject(part: Partial<Project> & { readonly id: string }): Project {
  const accountId = part.accountId ?? 'acme';
  return { key: projectKey(accountId, part.teamId, part.id), accountId, name: part.id, region: 'europe-west', ...part };
}

type ResourceParts = Partial<Omit<Resource, 'key' | 'projectKey' | 'target'>> & {
  readonly name: string;
  readonly kind?: 'service' | 'addon';
  /** Differs from the name where the name is no id. */
  readonly id?: string;
};

export function makeResource(project: Project, { kind = 'service', id, ...part }: ResourceParts): Resource {
  const target: Target = { accountId: project.accountId, projectId: project.id, kind, resourceId: id ?? part.name };
  return {
    key: resourceKey(target),
    projectKey: project.key,
    target,
    tags: [],
    state: 'running',
    detail: 'running',
    type: kind === 'addon' ? 'postgresql' : 'deployment',
    instances: 1,
    ...(kind === 'service' && { ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }] }),
    ...part,
  };
}

export function makeForward(resource: Resource, part: Partial<Omit<Forward, 'id' | 'target'>> = {}): Forward {
  return {
    id: resource.key,
    target: resource.target,
    wish: { on: true },
    status: { kind: 'starting' },
    tunnels: {},
    ...part,
  };
}

/** An open status at `127.24.1.<place>:<port>`. */
export function openAt(
  place: number,
  port: number,
  part: Partial<Extract<TunnelStatus, { kind: 'open' }>> = {},
): TunnelStatus {
  const address = { host: `127.24.1.${place}`, port };
  return { kind: 'open', address, since: NOW - 720_000, verifiedAt: NOW - 4000, roundTripMs: 23, ...part };
}

export function makeTunnel(
  resource: Resource,
  port: RemotePort,
  status: TunnelStatus,
  part: Partial<Tunnel> = {},
): Tunnel {
  return {
    id: `${resource.key}:${port.number}${part.instance ? `@${part.instance}` : ''}`,
    port,
    hostnames: [`${resource.target.resourceId}.ns-8zy2mcjh9zn2.svc.cluster.local`],
    status,
    ...part,
  };
}

export function openForward(resource: Resource, tunnels: readonly Tunnel[]): Forward {
  return makeForward(resource, {
    status: { kind: 'open', since: NOW - 720_000 },
    tunnels: Object.fromEntries(tunnels.map((tunnel) => [tunnel.id, tunnel])),
  });
}

export function retryingForward(resource: Resource, trouble: Problem, inMs: number): Forward {
  return makeForward(resource, {
    status: { kind: 'retrying', attempt: 3, dueAt: Date.now() + inMs, problem: trouble },
  });
}

export function failedForward(
  resource: Resource,
  trouble: Problem = problem('port-in-use', { address: '127.24.1.9:8080' }),
): Forward {
  return makeForward(resource, { status: { kind: 'failed', problem: trouble } });
}

export function makeTraffic(part: Partial<Traffic> = {}): Traffic {
  return { connections: 1, bytesIn: 0, bytesOut: 0, rateIn: 0, rateOut: 0, ...part };
}

type Parts = Partial<Omit<SessionState, 'accounts' | 'projects' | 'resources' | 'forwards'>> & {
  readonly accounts?: readonly Account[];
  readonly projects?: readonly Project[];
  readonly resources?: readonly Resource[];
  readonly forwards?: readonly Forward[];
};

const byKey = <T extends { readonly key: string }>(list: readonly T[]) =>
  Object.fromEntries(list.map((each) => [each.key, each]));
const byId = <T extends { readonly id: string }>(list: readonly T[]) =>
  Object.fromEntries(list.map((each) => [each.id, each]));

/** A state with one signed-in account unless told otherwise. */
export function makeState({
  accounts = [makeAccount()],
  projects = [],
  resources = [],
  forwards = [],
  ...part
}: Parts = {}): SessionState {
  return {
    ...emptySession,
    accounts: byId(accounts),
    projects: byKey(projects),
    resources: byKey(resources),
    forwards: byId(forwards),
    ...part,
  };
}
