import type { RemotePort, ResourceKey, Target } from './catalog.ts';
import type { Guard } from './guard.ts';
import type { Problem } from './problem.ts';
import type { Restore } from './restore-policies.ts';

/** A forward has the key of the resource it makes reachable: one per resource, with one tunnel per port. */
export type ForwardId = ResourceKey;
/** `<forwardId>:<port>`, for one instance of an addon or a pinned one `<forwardId>:<port>@<instance>`. */
export type TunnelId = string;

/** Where the user wants one remote port to be served; what is absent is automatic. Never changed by what happens. */
export type LocalChoice = {
  /** A loopback address. */
  readonly host?: string;
  readonly port?: number;
};

/** What the user asked for. Kept over restarts; never changed by what happens. */
export type Wish = {
  readonly on: boolean;
  /** Off for now: it was on when all were paused. Any other wish ends it. */
  readonly paused?: true;
  /** Remote ports; absent means all that the resource has. */
  readonly ports?: readonly number[];
  /** Pod name of the one instance to reach; absent means any healthy one. */
  readonly instance?: string;
  /** Of its HTTP ports; absent means `DEFAULT_GUARD`. */
  readonly guard?: Guard;
  /** By remote port. */
  readonly local?: Readonly<Record<string, LocalChoice>>;
  /** At launch; absent means `restoreOf` decides. */
  readonly restore?: Restore;
  /** Each time it is switched on it ends by itself after so long. */
  readonly stopAfterMinutes?: number;
  /** When it does, Unix milliseconds; set while it is on. */
  readonly stopsAt?: number;
};

export type LocalAddress = {
  /** A loopback address, never a wildcard. */
  readonly host: string;
  readonly port: number;
};

/** Life of a forward as a whole: finding out what there is to reach. */
export type ForwardStatus =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'open'; readonly since: number }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly dueAt: number; readonly problem: Problem }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'closing'; readonly connections: number };

/** Life of one local port. `open` means: bound here, and the gateway has answered for this port. Times are Unix milliseconds. */
export type TunnelStatus =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'open';
      readonly address: LocalAddress;
      readonly since: number;
      /** When the gateway last answered for this port. */
      readonly verifiedAt: number;
      readonly roundTripMs?: number;
      /** The network may have changed since: the gateway is being asked again, and until then nothing is certain. */
      readonly checking?: true;
      /** Something the user should know although the port works, such as a port that had to move. */
      readonly notice?: Problem;
    }
  | {
      readonly kind: 'retrying';
      /** Set while the local port stays bound and holds new connections until the far end is back. */
      readonly address?: LocalAddress;
      readonly attempt: number;
      readonly dueAt: number;
      readonly problem: Problem;
    }
  | {
      readonly kind: 'failed';
      /** Set while the local port stays bound and holds new connections until the user has signed in again. */
      readonly address?: LocalAddress;
      readonly problem: Problem;
    }
  | { readonly kind: 'closing'; readonly connections: number };

/** One port of one forward. */
export type Tunnel = {
  readonly id: TunnelId;
  readonly port: RemotePort;
  /** Cluster names that mean this port. Whether they resolve here is said by `SessionState.hostnames`. */
  readonly hostnames: readonly string[];
  /** The addon's instance or the pinned pod; absent where any instance serves. */
  readonly instance?: string;
  readonly status: TunnelStatus;
};

export type Forward = {
  readonly id: ForwardId;
  readonly target: Target;
  readonly wish: Wish;
  readonly status: ForwardStatus;
  readonly tunnels: Readonly<Record<TunnelId, Tunnel>>;
  /** Pod names that the platform listed last, also those that the wish leaves out; absent until it has been asked. */
  readonly instances?: readonly string[];
};

/** Counters of one tunnel; sampled, so they are not part of `Tunnel` and change without it. */
export type Traffic = {
  /** Open local connections, or UDP peers. */
  readonly connections: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes per second towards the user (in) and towards the cluster (out), over the last sample. */
  readonly rateIn: number;
  readonly rateOut: number;
};

export function makeForward(target: Target, id: ForwardId): Forward {
  return { id, target, wish: { on: false }, status: { kind: 'off' }, tunnels: {} };
}
