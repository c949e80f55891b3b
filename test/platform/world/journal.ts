import type { RequestFilter, SeenRequest, SeenTunnel, TunnelFilter, Wanted } from '../control/protocol.ts';

const KEPT_REQUESTS = 20_000;
const DEFAULT_WAIT_MS = 10_000;

/** What the platform has seen, and a way to wait for it. Holds no tokens and no bodies. */
export type Journal = {
  readonly requests: SeenRequest[];
  readonly tunnels: SeenTunnel[];
  readonly addRequest: (method: string, path: string, status: number) => void;
  /** To be called after any change of a tunnel's record that a test may wait for. */
  readonly changed: () => void;
  /** Resolves with the first defined result of `read`, which is asked at each change. */
  readonly waitFor: <T>(what: string, read: () => T | undefined, timeoutMs?: number) => Promise<T>;
  /** Also of what is still open. */
  readonly forget: () => void;
  readonly close: () => void;
};

export function createJournal(): Journal {
  const watchers = new Set<() => void>();
  const enders = new Set<(reason: Error) => void>();
  const requests: SeenRequest[] = [];
  const tunnels: SeenTunnel[] = [];

  function changed(): void {
    for (const watcher of watchers) watcher();
  }

  return {
    requests,
    tunnels,
    changed,
    addRequest(method, path, status) {
      requests.push({ method, path, status, at: Date.now() });
      if (requests.length > KEPT_REQUESTS) requests.shift();
      changed();
    },
    waitFor: async (what, read, timeoutMs = DEFAULT_WAIT_MS) => {
      const now = read();
      if (now !== undefined) return now;
      return await new Promise((resolve, reject) => {
        const end = (): void => {
          clearTimeout(timer);
          watchers.delete(watch);
          enders.delete(fail);
        };
        const watch = (): void => {
          const value = read();
          if (value === undefined) return;
          end();
          resolve(value);
        };
        const fail = (reason: Error): void => {
          end();
          reject(reason);
        };
        const timer = setTimeout(() => fail(new Error(`waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
        watchers.add(watch);
        enders.add(fail);
      });
    },
    forget() {
      requests.length = 0;
      tunnels.length = 0;
    },
    close() {
      for (const fail of enders) fail(new Error('the platform closes'));
    },
  };
}

export function enough<T>(found: T[], wanted: Wanted): T[] | undefined {
  const least = wanted.atLeast ?? (wanted.atMost === undefined ? 1 : 0);
  return found.length >= least && found.length <= (wanted.atMost ?? Infinity) ? found : undefined;
}

export function matchTunnels(tunnels: readonly SeenTunnel[], filter: TunnelFilter): SeenTunnel[] {
  const path = filter.path === undefined ? undefined : new RegExp(filter.path);
  return tunnels.filter(
    (tunnel) =>
      (!path || path.test(tunnel.path)) &&
      (filter.pod === undefined || filter.pod === tunnel.pod) &&
      (filter.id === undefined || filter.id === tunnel.id) &&
      (filter.open === undefined || filter.open === tunnel.open) &&
      (filter.upstreamOpen === undefined || filter.upstreamOpen === tunnel.upstreamOpen),
  );
}

export function matchRequests(requests: readonly SeenRequest[], filter: RequestFilter): SeenRequest[] {
  const path = filter.path === undefined ? undefined : new RegExp(filter.path);
  return requests.filter(
    (request) =>
      (!path || path.test(request.path)) &&
      (filter.method === undefined || filter.method === request.method) &&
      (filter.status === undefined || filter.status === request.status),
  );
}
