import { resourceKey, type Target } from '../../electron/contract/catalog.ts';
import type { Wish } from '../../electron/contract/forward.ts';
import type { EngineParts } from '../../electron/engine/face.ts';
import { createResolver } from '../../electron/northflank/endpoint.ts';
import { freshApi } from './fresh-api.ts';

export const INFO = '/v1/port-forwarding/info';
export const web: Target = { accountId: 'acc', projectId: 'shop', kind: 'service', resourceId: 'web' };
export const db: Target = { ...web, kind: 'addon', resourceId: 'db' };
export const webInfo = {
  namespace: 'ns-1',
  targetDomain: 'proxy.example:443',
  instances: [{ podName: 'web-1' }, { podName: 'web-2' }],
  ports: [
    { internalPort: 8080, name: 'p01', protocol: 'HTTP' },
    { internalPort: 9000, protocol: 'TCP' },
  ],
};
export const dbInstance = (number: number) => ({
  podName: `db-${number}`,
  internalHostname: `db-${number}.db--x.addon.code.run`,
  ports: [{ internalPort: 5432, name: 'postgres', protocol: 'TCP' }],
});

/** A resolver whose platform knows the service `web` and the addon `db`, anew for each test of the file. */
export function freshResolver() {
  const at = freshApi();
  // Typed as the engine wants it: the two rooms meet by shape only.
  const resolve: EngineParts['resolve'] = createResolver({ apiOf: () => at.api });
  let instances: readonly string[] = [];
  return {
    at,
    /** What was listed last. */
    instances: () => instances,
    route: (target: Target, wish: Partial<Wish> = {}) =>
      resolve(
        { id: resourceKey(target), target, wish: { on: true, ...wish } },
        new AbortController().signal,
        (names) => (instances = names),
      ),
    serveWeb: (info: object = {}) => at.server.answer(`${INFO}/projects/shop/services/web`, { ...webInfo, ...info }),
    serveDb: (instances: unknown[]) =>
      at.server.answer(`${INFO}/projects/shop/addons/db`, { targetDomain: 'proxy.example', instances }),
  };
}
