import { resourceKey, projectKey, type RemotePort, type Resource, type Target } from '../contract/catalog.ts';
import { type AddonDetail, type AddonItem, Port, readItems, type ServiceDetail, type ServiceItem } from './answers.ts';
import { compact } from './compact.ts';
import { addonState, serviceState } from './states.ts';

/** More than any workload has; each would be bound here. */
const MAX_PORTS = 200;

/** The readable ports, each number once: the gateway tells ports apart by number alone. */
export function readPorts(ports: readonly unknown[], onSkip?: () => void): RemotePort[] {
  const found = new Map<number, RemotePort>();
  for (const { internalPort, name, protocol } of readItems(Port, ports, onSkip)) {
    if (found.size === MAX_PORTS) break;
    if (!found.has(internalPort)) found.set(internalPort, { number: internalPort, ...(name && { name }), protocol });
  }
  return [...found.values()];
}

function base(
  target: Target,
  { id, name, description, tags }: Pick<ServiceItem, 'id' | 'name' | 'description' | 'tags'>,
) {
  const key = projectKey(target.accountId, target.teamId, target.projectId);
  return { key: resourceKey(target), projectKey: key, target, name: name ?? id, description, tags };
}

/** What a list, or a project's own answer, says. The rest stays unknown until somebody looks. */
export function listedService(target: Target, item: ServiceItem): Resource {
  return compact({ ...base(target, item), ...serviceState(item.serviceType, item.status), type: item.serviceType });
}
export function listedAddon(target: Target, item: AddonItem): Resource {
  return compact({ ...base(target, item), ...addonState(item.status), type: item.spec.type });
}

export function serviceResource(target: Target, detail: ServiceDetail): Omit<Resource, 'readAt'> {
  const instances = detail.deployment?.instances;
  return compact({
    ...base(target, detail),
    ...serviceState(detail.serviceType, detail.status, { paused: detail.servicePaused, instances }),
    type: detail.serviceType,
    instances,
    ports: detail.ports && readPorts(detail.ports),
  });
}

export function addonResource(target: Target, detail: AddonDetail): Omit<Resource, 'readAt'> {
  const { type, config } = detail.spec;
  return compact({
    ...base(target, detail),
    ...addonState(detail.status),
    type,
    version: config?.versionTag,
    tls: config?.networking?.tlsEnabled,
    instances: config?.deployment?.replicas,
  });
}
