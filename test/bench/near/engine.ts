import { createLog } from '../../../electron/base/log.ts';
import { resourceKey, type Target } from '../../../electron/contract/catalog.ts';
import { openEngine } from '../../../electron/engine/engine.ts';
import type { Engine, Observation, WishedForward } from '../../../electron/engine/face.ts';
import { createApi } from '../../../electron/northflank/api.ts';
import { createResolver } from '../../../electron/northflank/endpoint.ts';
import { MANY } from '../far/api.ts';
import { PORTS } from '../far/ports.ts';
import type { Address, Addresses, Client, Many, Platform } from './client.ts';

function wish(projectId: string, resourceId: string): WishedForward {
  const target: Target = { accountId: 'bench', projectId, kind: 'service', resourceId };
  return { id: resourceKey(target), target, wish: { on: true } };
}

const hundred = () => Array.from({ length: MANY }, (_, index) => wish('hundred', `service-${index}`));

/** Our engine with our resolver, joined as `main.ts` joins them. */
export function createEngineClient(): Client {
  const wishes: WishedForward[] = [];
  const forwards = new Map<string, Extract<Observation, { type: 'forward' }>>();
  const placed = new Set<string>();
  /** Forwards of which every tunnel has been proved to reach its far end. */
  const proved = new Set<string>();
  const waiting = new Set<() => void>();
  let engine: Engine | undefined;

  function open({ api: host, token, ca, prefix }: Platform, left: ReadonlyMap<string, Address> = new Map()): Engine {
    const log = createLog(() => {});
    const api = createApi({ host, token: () => token, ca, log, userAgent: 'bench' });
    return openEngine(
      {
        resolve: createResolver({ apiOf: () => api }),
        credentials: async () => ({ authorization: `Bearer ${token}`, ca: [ca] }),
        report(observation) {
          if (observation.type === 'forward') {
            forwards.set(observation.id, observation);
            const tunnels = Object.values(observation.tunnels);
            const isProved = tunnels.length > 0 && tunnels.every(({ status }) => status.kind === 'open');
            if (isProved) proved.add(observation.id);
          }
          // Told when its port has been bound at the address that is to be remembered.
          if (observation.type === 'placed') placed.add(observation.key);
          for (const look of waiting) look();
        },
        places: Object.fromEntries([...left].map(([id, address]) => [id, address.host])),
        expected: (id) => [left.get(id) ?? []].flat(),
      },
      { range: { first: `${prefix}.1`, last: `${prefix}.254` } },
    );
  }

  function tunnels(ids: readonly string[]) {
    return ids.map((id) => Object.values(forwards.get(id)?.tunnels ?? {}));
  }

  async function until(fact: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!fact()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }

  function forward(platform: Platform, wished: readonly WishedForward[]): string[] {
    engine ??= open(platform);
    wishes.push(...wished);
    engine.reconcile(wishes);
    return wished.map(({ id }) => id);
  }

  return {
    async forward(platform, service): Promise<Addresses> {
      const ids = forward(platform, [wish('bench', service)]);
      await until(() => ids.every((id) => proved.has(id)));
      return Object.fromEntries(
        tunnels(ids)
          .flat()
          .flatMap(({ port, status }) => (status.kind === 'open' ? [[port.number, status.address]] : [])),
      );
    },
    async launch(platform) {
      const left = new Map(
        hundred().map(({ id }, index) => [id, { host: `${platform.prefix}.${index + 1}`, port: PORTS.echo }]),
      );
      engine = open(platform, left);
      forward(platform, hundred());
      return [...left.values()];
    },
    async forwardMany(platform): Promise<Many> {
      const startedAt = performance.now();
      const wished = hundred();
      forward(platform, wished);
      await until(() => placed.size >= MANY);
      const listenMs = performance.now() - startedAt;
      await until(() => proved.size >= MANY);
      return { listenMs, provedMs: performance.now() - startedAt };
    },
  };
}
