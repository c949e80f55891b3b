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

export function serviceResource(target: Target, item: ServiceItem, detail: ServiceDetail): Resource {
  const instances = detail.deployment?.instances;
  return compact({
    ...base(target, item),
    ...serviceState(item.serviceType, detail.status ?? item.status, { paused: detail.servicePaused, instances }),
    type: item.serviceType,
    instances,
    ports: detail.ports && readPorts(detail.ports),
  });
}

export function addonResource(target: Target, item: AddonItem, detail: AddonDetail): Resource {
  const config = detail.spec?.config;
  return compact({
    ...base(target, item),
    ...addonState(detail.status ?? item.status),
    type: item.spec.type,
    version: config?.versionTag,
    tls: config?.networking?.tlsEnabled,
    instances: config?.deployment?.replicas,
  });
}

/** What the list says of a resource that could not be read alone. */
export function unreadResource(target: Target, item: ServiceItem | AddonItem, why: string): Resource {
  const type = 'serviceType' in item ? item.serviceType : item.spec.type;
  return compact({
    ...base(target, item),
    state: 'unknown' as const,
    detail: `Details could not be read: ${why}`,
    type,
  });
}
