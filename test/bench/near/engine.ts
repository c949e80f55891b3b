import { createLog } from '../../../electron/base/log.ts';
import { resourceKey, type Target } from '../../../electron/contract/catalog.ts';
import { openEngine } from '../../../electron/engine/engine.ts';
import type { Engine, Observation, WishedForward } from '../../../electron/engine/face.ts';
import { createApi } from '../../../electron/northflank/api.ts';
import { createResolver } from '../../../electron/northflank/endpoint.ts';
import { MANY } from '../far/api.ts';
import type { Addresses, Client, Platform } from './client.ts';

function wish(projectId: string, resourceId: string): WishedForward {
  const target: Target = { accountId: 'bench', projectId, kind: 'service', resourceId };
  return { id: resourceKey(target), target, wish: { on: true } };
}

/** Our engine with our resolver, joined as `main.ts` joins them. */
export function createEngineClient(): Client {
  const wishes: WishedForward[] = [];
  const forwards = new Map<string, Extract<Observation, { type: 'forward' }>>();
  const waiting = new Set<() => void>();
  let engine: Engine | undefined;

  function open({ api: host, token, ca, prefix }: Platform): Engine {
    const log = createLog(() => {});
    const api = createApi({ host, token: () => token, ca, log, userAgent: 'bench' });
    return openEngine(
      {
        resolve: createResolver({ apiOf: () => api }),
        credentials: async () => ({ authorization: `Bearer ${token}`, ca: [ca] }),
        report(observation) {
          if (observation.type !== 'forward') return;
          forwards.set(observation.id, observation);
          for (const look of waiting) look();
        },
        places: {},
      },
      { range: { first: `${prefix}.1`, last: `${prefix}.254` } },
    );
  }

  function tunnels(ids: readonly string[]) {
    return ids.map((id) => Object.values(forwards.get(id)?.tunnels ?? {}));
  }

  /** Resolves when every tunnel of these forwards has been proved to reach its far end. */
  async function allOpen(ids: readonly string[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        const isOpen = tunnels(ids).every(
          (each) => each.length > 0 && each.every(({ status }) => status.kind === 'open'),
        );
        if (!isOpen) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }

  async function forward(platform: Platform, wished: readonly WishedForward[]): Promise<string[]> {
    engine ??= open(platform);
    wishes.push(...wished);
    engine.reconcile(wishes);
    const ids = wished.map(({ id }) => id);
    await allOpen(ids);
    return ids;
  }

  return {
    async forward(platform, service): Promise<Addresses> {
      const ids = await forward(platform, [wish('bench', service)]);
      return Object.fromEntries(
        tunnels(ids)
          .flat()
          .flatMap(({ port, status }) => (status.kind === 'open' ? [[port.number, status.address]] : [])),
      );
    },
    async forwardMany(platform) {
      await forward(
        platform,
        Array.from({ length: MANY }, (_, index) => wish('hundred', `service-${index}`)),
      );
    },
  };
}
