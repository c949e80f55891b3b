/**
 * The engine's outside: what it is given and what it says. Plain data and functions only, so that the engine can move to
 * another thread or process by changing `main.ts` alone.
 */
import type { ProxyResolver } from '../base/proxy.ts';
import type { RemotePort, Target } from '../contract/catalog.ts';
import type { Forward, ForwardId, LocalAddress, Traffic, TunnelId, Wish } from '../contract/forward.ts';
import type { PlaceBook } from '../contract/session.ts';
import type { Observe } from './observe.ts';
import type { ConnectionEnd, ConnectionStart } from './traffic.ts';

/** One running instance's way in: `wss://<gateway>/tunnel/…/instance/<instance>/port/<port>`. */
export type Endpoint = { readonly instance: string; readonly url: string };

/** Host header values to replace on HTTP ports, compared without case and port, and what stands there afterwards. */
export type HostRewrite = { readonly names: readonly string[]; readonly to: string };

/** What a workload is expected to speak, as far as it can be asked for a sign of life in it. */
export type Speaks = 'postgresql' | 'redis' | 'mysql' | 'http';

/** What one local port is to lead to. */
export type TunnelPlan = {
  readonly port: RemotePort;
  /** Set where this port belongs to one instance only: an addon's replica, or a pinned pod. Such a plan has its own address. */
  readonly instance?: string;
  readonly hostnames: readonly string[];
  readonly rewrite?: HostRewrite;
  /** A guess; a wrong one is harmless. */
  readonly speaks?: Speaks;
  /** Any of them serves; never empty. */
  readonly endpoints: readonly Endpoint[];
};

/** The platform's answer for one target. An empty list never occurs: no instance and no port are failures with a code. */
export type Route = { readonly plans: readonly TunnelPlan[] };

export type Credentials = {
  /** Value of the Authorization header, asked for at each dial so that a renewed token counts at once. */
  readonly authorization: string;
  /** Extra certificate authorities, PEM, beside the ones the system trusts. */
  readonly ca?: readonly string[];
  /** The proxy for this account alone, as `http://user:password@host:port`; instead of the one for all. */
  readonly proxy?: string;
};

export type WishedForward = { readonly id: ForwardId; readonly target: Target; readonly wish: Wish };

export type Observation =
  /** The whole truth about one forward; objects that did not change stay the same. `off` is the last word about it. */
  | {
      readonly type: 'forward';
      readonly id: ForwardId;
      readonly status: Forward['status'];
      readonly tunnels: Forward['tunnels'];
      /** What the platform listed last; absent until it has answered. */
      readonly instances?: readonly string[];
    }
  /** At most four times a second, only tunnels whose counters changed; undefined when the tunnel has ended. */
  | { readonly type: 'traffic'; readonly samples: Readonly<Record<TunnelId, Traffic | undefined>> }
  /** An address was chosen and is to be remembered under this key. */
  | { readonly type: 'placed'; readonly key: string; readonly host: string };

export type EngineParts = {
  /**
   * Rejects with a `Failure`. Called again whenever the instances may have changed. `onInstances` is told all that are there,
   * also where none of them is the wished one.
   */
  readonly resolve: (
    forward: WishedForward,
    signal: AbortSignal,
    onInstances: (names: readonly string[]) => void,
  ) => Promise<Route>;
  /** Rejects with a `Failure` where the account is not signed in. */
  readonly credentials: (target: Target) => Promise<Credentials>;
  /** How gateways are reached; the environment's proxy without it. Asked for each new connection. */
  readonly proxy?: ProxyResolver | undefined;
  readonly report: (observation: Observation) => void;
  /** One local connection (UDP: one peer) has come or gone. Called for each, at once; samples are for whoever shows rates. */
  readonly onConnection?: (id: TunnelId, what: 'accepted' | 'closed', end?: ConnectionEnd) => void;
  /** Who has connected, before anything is done with it: which program that is can be found out only while it is there. */
  readonly onPeer?: ((id: TunnelId, start: ConnectionStart) => void) | undefined;
  /** Asked at each connection to an HTTP port. Where nobody looks it says undefined, and nothing is read of that connection. */
  readonly observe?: Observe | undefined;
  /** Addresses given out before, from the last run. */
  readonly places: PlaceBook;
  /**
   * Where the TCP ports of this forward were the last time. They are listened at from the first moment, and who connects is
   * held until the platform has said what there is to reach.
   */
  readonly expected?: ((id: ForwardId) => readonly LocalAddress[]) | undefined;
  /** Called before an address is bound, for systems where it has to be made first. What it rejects with is not looked at. */
  readonly prepare?: ((host: string) => Promise<void>) | undefined;
  /**
   * Asks somebody with more rights to listen at `from` and to hand connections on to `target` at the same address. `onChange`
   * is told when that begins and ends, never at once. Returns what ends it.
   */
  readonly relay?: ((from: LocalAddress, target: number, onChange: (isUp: boolean) => void) => () => void) | undefined;
};

export type Engine = {
  /** Makes the world agree with these wishes: opens what is new, closes what is gone. Returns at once; idempotent. */
  readonly reconcile: (wished: readonly WishedForward[]) => void;
  /** Tries now what waits or has failed; all forwards without ids. */
  readonly retry: (ids?: readonly ForwardId[]) => void;
  /** The network may have changed (wake, new interface): probe every link and replace dead ones. With ids: prove these anew. */
  readonly check: (ids?: readonly ForwardId[]) => void;
  /** Closes every tunnel: connections get `graceMs`, then are cut. Idempotent. */
  readonly close: () => Promise<void>;
};
