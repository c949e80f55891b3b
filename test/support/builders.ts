import {
  projectKey,
  resourceKey,
  type Account,
  type Project,
  type Resource,
  type Target,
} from '../../electron/contract/catalog.ts';
import type { Forward, Tunnel, TunnelStatus } from '../../electron/contract/forward.ts';

/** Ordinary data with only what the test cares about given. */
export function makeAccount(change: Partial<Account> = {}): Account {
  return {
    id: 'acc',
    host: 'https://api.example',
    name: 'Acme',
    scope: 'team',
    state: 'signed-in',
    catalog: { state: 'fresh', readAt: 1000 },
    ...change,
  };
}

export function makeProject(id: string, accountId = 'acc'): Project {
  return { key: projectKey(accountId, undefined, id), accountId, id, name: id.toUpperCase() };
}

export function makeTarget(resourceId: string, change: Partial<Target> = {}): Target {
  return { accountId: 'acc', projectId: 'shop', kind: 'service', resourceId, ...change };
}

export function makeResource(target: Target, change: Partial<Resource> = {}): Resource {
  return {
    key: resourceKey(target),
    projectKey: projectKey(target.accountId, target.teamId, target.projectId),
    target,
    name: target.resourceId.toUpperCase(),
    tags: [],
    state: 'running',
    detail: 'COMPLETED',
    type: 'deployment',
    instances: 1,
    ports: [{ number: 80, protocol: 'HTTP' }],
    ...change,
  };
}

export const openStatus: Extract<TunnelStatus, { kind: 'open' }> = {
  kind: 'open',
  address: { host: '127.24.0.1', port: 80 },
  since: 1,
  verifiedAt: 2,
};

export function makeTunnel(id: string, change: Partial<Tunnel> = {}): Tunnel {
  return { id, port: { number: 80, protocol: 'HTTP' }, hostnames: ['web'], status: openStatus, ...change };
}

export function tunnelsOf(...tunnels: readonly Tunnel[]): Forward['tunnels'] {
  return Object.fromEntries(tunnels.map((tunnel) => [tunnel.id, tunnel]));
}
