import http from 'node:http';
import type {
  DropHow,
  FaultRule,
  OperationName,
  Operations,
  RequestFilter,
  ResourceView,
  SeenRequest,
  SeenTunnel,
  Stats,
  TunnelFilter,
  Wanted,
} from './control/protocol.ts';
import type { ControlAddress } from './control/server.ts';
import type { AddonSpec, ServiceSpec, StateSpec } from './spec.ts';
import type { TokenOptions } from './world/tokens.ts';
import type { ResourceRef } from './world/world.ts';

/** A test's hand on the platform. Every call resolves after its effect, and rejects with the platform's own words. */
export type Control = {
  /** All pods get new names, old names are 404, their tunnels are closed with 1011. */
  readonly restart: (resource: ResourceRef, options?: { readonly keepNames?: boolean }) => Promise<ResourceView>;
  readonly scale: (resource: ResourceRef, instances: number) => Promise<ResourceView>;
  readonly setState: (resource: ResourceRef, state: StateSpec) => Promise<ResourceView>;
  readonly inspect: (resource: ResourceRef) => Promise<ResourceView>;
  readonly addResource: (resource: Omit<ResourceRef, 'id'>, spec: ServiceSpec | AddonSpec) => Promise<ResourceView>;
  readonly removeResource: (resource: ResourceRef) => Promise<void>;
  /** Of the open ones; how many it were. */
  readonly dropTunnels: (filter: TunnelFilter, how: DropHow) => Promise<number>;
  readonly addRule: (rule: FaultRule) => Promise<void>;
  /** Rules, rate limit, latency, bandwidth, compression and outage. */
  readonly clearFaults: () => Promise<void>;
  /** `clearFaults`, then the world back to the topology, seen requests and tunnels forgotten. Tokens stay. */
  readonly reset: () => Promise<void>;
  readonly issueToken: (options?: TokenOptions) => Promise<string>;
  readonly revokeToken: (token: string) => Promise<void>;
  readonly setRateLimit: (limit: number, windowSeconds: number) => Promise<void>;
  /** For connections that are opened from now on. */
  readonly setLatency: (oneWayMs: number) => Promise<void>;
  /** Each direction of each connection by itself, for connections that are opened from now on. */
  readonly setBandwidth: (bytesPerSecond: number) => Promise<void>;
  readonly setCompression: (on: boolean) => Promise<void>;
  /** Gateway outage: connections are refused, and open ones reset if wished. */
  readonly stopListening: (options?: { readonly dropOpen?: boolean }) => Promise<void>;
  /** On the same port. */
  readonly resumeListening: () => Promise<void>;
  readonly refuseConnections: (on: boolean) => Promise<void>;
  /** Waits for a browser login and answers it in the user's place. */
  readonly answerLogin: (answer: 'approve' | 'deny', message?: string) => Promise<void>;
  readonly stats: () => Promise<Stats>;
  readonly waitForTunnels: (filter?: TunnelFilter, wanted?: Wanted) => Promise<SeenTunnel[]>;
  readonly waitForRequests: (filter?: RequestFilter, wanted?: Wanted) => Promise<SeenRequest[]>;
  readonly waitForLogin: (wanted?: Wanted) => Promise<{ loginPage: string }>;
};

export function connectControl(address: ControlAddress): Control {
  async function call<Name extends OperationName>(
    name: Name,
    input: Operations[Name][0],
  ): Promise<Operations[Name][1]> {
    return (await post(address, name, input)) as Operations[Name][1];
  }
  async function order<Name extends OperationName>(name: Name, input: Operations[Name][0]): Promise<void> {
    await call(name, input);
  }

  return {
    restart: async (resource, options = {}) => await call('restart', { resource, ...options }),
    scale: async (resource, instances) => await call('scale', { resource, instances }),
    setState: async (resource, state) => await call('setState', { resource, state }),
    inspect: async (resource) => await call('inspect', { resource }),
    addResource: async (resource, spec) => await call('addResource', { resource, spec }),
    removeResource: async (resource) => await order('removeResource', { resource }),
    dropTunnels: async (filter, how) => await call('dropTunnels', { filter, how }),
    addRule: async (rule) => await order('addRule', { rule }),
    clearFaults: async () => await order('clearFaults', {}),
    reset: async () => await order('reset', {}),
    issueToken: async (options = {}) => await call('issueToken', { options }),
    revokeToken: async (token) => await order('revokeToken', { token }),
    setRateLimit: async (limit, windowSeconds) => await order('setRateLimit', { limit, windowSeconds }),
    setLatency: async (oneWayMs) => await order('setLatency', { oneWayMs }),
    setBandwidth: async (bytesPerSecond) => await order('setBandwidth', { bytesPerSecond }),
    setCompression: async (on) => await order('setCompression', { on }),
    stopListening: async ({ dropOpen = false } = {}) => await order('stopListening', { dropOpen }),
    resumeListening: async () => await order('resumeListening', {}),
    refuseConnections: async (on) =>
      await (on ? order('stopListening', { dropOpen: false }) : order('resumeListening', {})),
    answerLogin: async (answer, message) =>
      await order('answerLogin', { answer, ...(message !== undefined && { message }) }),
    stats: async () => await call('stats', {}),
    waitForTunnels: async (filter = {}, wanted = {}) => await call('waitForTunnels', { filter, wanted }),
    waitForRequests: async (filter = {}, wanted = {}) => await call('waitForRequests', { filter, wanted }),
    waitForLogin: async (wanted = {}) => await call('waitForLogin', { wanted }),
  };
}

/** Without keep-alive, so that a test that ends leaves no socket behind. */
async function post({ port, secret }: ControlAddress, name: string, input: unknown): Promise<unknown> {
  const text = await new Promise<string>((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path: `/${name}`,
        method: 'POST',
        agent: false,
        headers: { 'x-control-secret': secret },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('close', () => resolve(Buffer.concat(chunks).toString()));
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(input));
  });
  const answer = JSON.parse(text) as { result?: unknown; error?: string };
  if (answer.error !== undefined) throw new Error(`platform: ${answer.error}`);
  return answer.result;
}
