import type { AddonSpec, ServiceSpec, StateSpec, WorkloadName } from '../spec.ts';
import type { TokenOptions } from '../world/tokens.ts';
import type { ResourceRef } from '../world/world.ts';

/**
 * How a tunnel is taken away.
 * `close-…`: a Close frame with that code. `kill`: TCP reset, no Close frame.
 * `blackhole`: everything stays open, nothing passes any more, pings stay unanswered.
 * `half-open`: the gateway has forgotten the tunnel and its upstream is gone, but the client is not told.
 */
export type DropHow = 'close-1000' | 'close-1001' | 'close-1011' | 'kill' | 'blackhole' | 'half-open';

/** All given parts must match; `path` is the source of a regular expression for the upgrade's path. */
export type TunnelFilter = {
  readonly path?: string;
  readonly pod?: string;
  readonly id?: string;
  readonly open?: boolean;
  readonly upstreamOpen?: boolean;
};

export type RequestFilter = { readonly path?: string; readonly method?: string; readonly status?: number };

/** How many matches a wait needs; `atLeast` 1 if neither is given. */
export type Wanted = { readonly atLeast?: number; readonly atMost?: number; readonly timeoutMs?: number };

/** Applied to REST paths, the info endpoint and tunnel upgrades alike, first match first. */
export type FaultRule = {
  /** Source of a regular expression for path and query. */
  readonly path: string;
  readonly method?: string;
  /** Answer with this status instead of the true answer. */
  readonly status?: number;
  /** An object is sent as JSON, a string as it is. Default: the error body that fits the path. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Wait before the (true or given) answer. */
  readonly delayMs?: number;
  /** The rule is gone after so many uses. */
  readonly times?: number;
  /** Never answer. */
  readonly hang?: boolean;
  /** Reset the connection instead of an answer. */
  readonly reset?: boolean;
};

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly at: number;
};

export type SeenTunnel = {
  readonly id: string;
  readonly path: string;
  readonly resource: ResourceRef;
  readonly pod: string;
  readonly port: number;
  readonly protocol: string;
  readonly openedAt: number;
  open: boolean;
  bytesUp: number;
  bytesDown: number;
  messagesUp: number;
  messagesDown: number;
  /** Of the websocket; 1005 for a Close frame without code, 1006 for none. */
  closeCode?: number;
  /** The TCP connection or UDP socket towards the workload. */
  upstreamOpen: boolean;
};

export type Stats = {
  readonly requests: readonly SeenRequest[];
  readonly tunnels: readonly SeenTunnel[];
  /** Client connections open now on the gateway's port. */
  readonly connections: number;
};

export type ResourceView = {
  readonly state: StateSpec;
  readonly instances: number;
  readonly pods: readonly string[];
  readonly workloads: readonly { readonly port: number; readonly workload: WorkloadName }[];
};

/** Every operation: what goes in, what comes out. Both sides are checked against it. */
export type Operations = {
  restart: [{ resource: ResourceRef; keepNames?: boolean }, ResourceView];
  scale: [{ resource: ResourceRef; instances: number }, ResourceView];
  setState: [{ resource: ResourceRef; state: StateSpec }, ResourceView];
  inspect: [{ resource: ResourceRef }, ResourceView];
  addResource: [{ resource: Omit<ResourceRef, 'id'>; spec: ServiceSpec | AddonSpec }, ResourceView];
  removeResource: [{ resource: ResourceRef }, null];
  dropTunnels: [{ filter: TunnelFilter; how: DropHow }, number];
  addRule: [{ rule: FaultRule }, null];
  clearFaults: [Record<string, never>, null];
  reset: [Record<string, never>, null];
  issueToken: [{ options: TokenOptions }, string];
  revokeToken: [{ token: string }, null];
  setRateLimit: [{ limit: number; windowSeconds: number }, null];
  setLatency: [{ oneWayMs: number }, null];
  setBandwidth: [{ bytesPerSecond: number }, null];
  setCompression: [{ on: boolean }, null];
  stopListening: [{ dropOpen: boolean }, null];
  resumeListening: [Record<string, never>, null];
  answerLogin: [{ answer: 'approve' | 'deny'; message?: string }, null];
  stats: [Record<string, never>, Stats];
  waitForTunnels: [{ filter: TunnelFilter; wanted: Wanted }, SeenTunnel[]];
  waitForRequests: [{ filter: RequestFilter; wanted: Wanted }, SeenRequest[]];
  waitForLogin: [{ wanted: Wanted }, { loginPage: string }];
};

export type OperationName = keyof Operations;
