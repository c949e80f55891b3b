import type { Instance, Resource, Target } from '../contract/catalog.ts';
import { AddonDetail, Container, readData, ServiceDetail } from './answers.ts';
import type { Api } from './api.ts';
import type { ReadOptions } from './catalog.ts';
import { compact } from './compact.ts';
import { listAll } from './paging.ts';
import { resourcePath } from './paths.ts';
import { PERMISSIONS } from './permissions.ts';
import { addonResource, serviceResource } from './resource.ts';
import { instanceState } from './states.ts';

type Reader = Pick<Api, 'get' | 'host'>;

/** All that the platform says of one resource, in one request. */
export async function readResource(
  api: Reader,
  target: Target,
  { signal, purpose }: ReadOptions,
): Promise<Omit<Resource, 'readAt'>> {
  const isService = target.kind === 'service';
  const permission = isService ? PERMISSIONS.services : PERMISSIONS.addons;
  const { body } = await api.get(resourcePath(target), { signal, purpose, permission, name: target.resourceId });
  return isService
    ? serviceResource(target, readData(ServiceDetail, body, api.host))
    : addonResource(target, readData(AddonDetail, body, api.host));
}

/** The resource's running copies, the oldest first. */
export async function readInstances(
  api: Reader,
  target: Target,
  { signal, purpose }: ReadOptions,
): Promise<Instance[]> {
  const containers = await listAll(api, `${resourcePath(target)}/containers`, {
    key: 'containers',
    mayLack: true,
    // The name is what tells them apart.
    item: Container.transform((each) => ({ ...each, id: each.name })),
    onSkip: () => {},
    permission: target.kind === 'service' ? PERMISSIONS.serviceInstances : PERMISSIONS.addonInstances,
    name: target.resourceId,
    signal,
    purpose,
  });
  return containers
    .toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || a.name.localeCompare(b.name))
    .map(({ name, status, createdAt }) =>
      compact({ name, state: instanceState(status), detail: status, since: createdAt && createdAt * 1000 }),
    );
}
