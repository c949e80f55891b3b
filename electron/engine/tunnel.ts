import type { Socket } from 'node:net';
import type { Tunnel, TunnelId, TunnelStatus } from '../contract/forward.ts';
import type { Failure } from '../contract/failure.ts';
import { needsSignIn } from '../contract/problem-account.ts';
import { hostPort } from '../contract/loopback.ts';
import type { Problem } from '../contract/problem.ts';
import { addressOf, type Bound } from './bind.ts';
import { refuse, serve, type Connection, type ConnectionParts } from './connection.ts';
import { drain } from './drain.ts';
import type { TunnelPlan } from './face.ts';
import type { Limits } from './limits.ts';
import { listenUdp, type listenTcp, type LocalPort } from './listener.ts';
import type { Liveness } from './liveness.ts';
import { createReach, type Reach, type ReachParts } from './reach.ts';
import { reset } from './reset.ts';
import type { Rounds } from './rounds.ts';
import type { Counter } from './traffic.ts';
import { createWorkload } from './workload.ts';
import { talkOf } from './workload-probe.ts';

export type TunnelParts = {
  readonly id: TunnelId;
  readonly plan: TunnelPlan;
  readonly listenTcp: typeof listenTcp;
  readonly read: (plan: TunnelPlan) => ConnectionParts['rewriter'];
  readonly observe: (plan: TunnelPlan, peerPort: number | undefined) => ConnectionParts['tap'];
  readonly dial: ReachParts['dial'];
  readonly refresh: () => Promise<void>;
  /** Takes one of the forward's connections, or says that there is none left; `release` gives it back. */
  readonly admit: () => boolean;
  readonly release: () => void;
  readonly onChange: () => void;
  readonly counter: Counter;
  readonly liveness: Liveness;
  readonly rounds: Rounds;
  readonly limits: Limits;
};

/** One local port with its connections, from bound to closed. */
export type TunnelLife = {
  readonly plan: () => TunnelPlan;
  readonly snapshot: () => Tunnel;
  /** Binds the port; whoever calls it hands the outcome to `serveAt` or `fail`. */
  readonly listen: (host: string, port: number) => Promise<LocalPort>;
  readonly serveAt: (bound: Bound) => void;
  /** Still to be bound: it is served nowhere, and has not failed meanwhile. */
  readonly isUnbound: () => boolean;
  /** The target's address, if this port is served there. */
  readonly boundHost: () => string | undefined;
  readonly fail: (problem: Problem) => void;
  /** What the platform lists now for this port; undefined while it lists nothing. */
  readonly update: (plan: TunnelPlan | undefined) => void;
  /** Since when the platform lists nothing for it (Unix milliseconds). */
  readonly missingSince: () => number | undefined;
  /** True where the port has to be bound again: it was closed when the tunnel failed. */
  readonly revive: () => boolean;
  readonly retry: () => void;
  readonly check: () => void;
  readonly close: () => Promise<void>;
};

export function createTunnel(parts: TunnelParts): TunnelLife {
  const { limits } = parts;
  const connections = new Set<Connection>();
  const halfClosed = new Set<Connection>();
  let accepted = 0;
  let plan = parts.plan;
  let missingSince: number | undefined;
  let bound: Bound | undefined;
  const workload = createWorkload({
    plan: () => plan,
    status: () => tunnel.status,
    verify: () => reach.verify(true),
    onProven: (spokenAt) => onHealthy(undefined, spokenAt),
    onChange: () => {
      const { status } = tunnel;
      if (status.kind === 'open') showOpen(status.verifiedAt, status.roundTripMs);
    },
    onLost: () => reach.suspect(),
    rounds: parts.rounds,
    limits,
  });
  const counter = workload.listenTo(parts.counter);
  let reach = startReach();
  let closed: Promise<void> | undefined;
  let tunnel: Tunnel = {
    id: parts.id,
    port: plan.port,
    hostnames: plan.hostnames,
    ...(plan.instance !== undefined && { instance: plan.instance }),
    status: { kind: 'starting' },
  };

  function change(facts: Partial<Tunnel>): void {
    tunnel = { ...tunnel, ...facts };
    parts.onChange();
  }

  const set = (status: TunnelStatus) => change({ status });

  function startReach(): Reach {
    return createReach({
      endpoints: () => (missingSince === undefined ? plan.endpoints : []),
      refresh: parts.refresh,
      dial: parts.dial,
      talk: () => talkOf(plan),
      onHeard: workload.onHeard,
      onHealthy,
      onTrouble: (trouble) => {
        if (bound) set({ kind: 'retrying', address: addressOf(bound), ...trouble });
      },
      onFailed: (failure: Failure) => fail(failure.problem),
      onHeld: (problem) => {
        if (bound) set({ kind: 'failed', address: addressOf(bound), problem });
      },
      limits,
    });
  }

  function onHealthy(roundTripMs?: number, verifiedAt = Date.now()): void {
    if (!bound || closed) return;
    const before = tunnel.status.kind === 'open' ? tunnel.status : undefined;
    const isNews = !before || before.checking || roundTripMs !== undefined;
    if (!isNews && verifiedAt - before.verifiedAt < limits.verifiedMs) return;
    showOpen(verifiedAt, roundTripMs ?? before?.roundTripMs);
  }

  function showOpen(verifiedAt: number, roundTripMs: number | undefined): void {
    if (!bound) return;
    const before = tunnel.status.kind === 'open' ? tunnel.status : undefined;
    // A port that moved is told by its address too, so a workload that does not answer comes first.
    const notice = workload.notice() ?? bound.notice;
    const address = addressOf(bound);
    set({
      kind: 'open',
      address: before && hostPort(before.address) === hostPort(address) ? before.address : address,
      since: before?.since ?? verifiedAt,
      verifiedAt,
      ...(roundTripMs !== undefined && { roundTripMs }),
      ...(notice && { notice }),
      // Nobody has answered in between: what was in doubt is so still.
      ...(before?.checking && before.verifiedAt === verifiedAt && { checking: true as const }),
    });
  }

  function fail(problem: Problem): void {
    if (closed) return;
    if (bound && needsSignIn(problem)) {
      reach.hold(problem);
      return;
    }
    reach.close();
    void bound?.local.close();
    bound = undefined;
    set({ kind: 'failed', problem });
  }

  function accept(socket: Socket): void {
    if (closed) return reset(socket);
    accepted += 1;
    if (!parts.admit()) return refuse(socket, { number: accepted, counter, limits });
    const connection = serve({
      socket,
      number: accepted,
      open: (signal) => reach.open(signal),
      onLost: () => reach.suspect(),
      onHalfClosed: () => {
        halfClosed.add(connection);
        const [oldest] = halfClosed;
        // Its end takes a while too, in which the next one is to make room and not this one again.
        if (oldest && halfClosed.size > limits.halfClosed && halfClosed.delete(oldest)) oldest.yield();
      },
      rewriter: parts.read(plan),
      tap: parts.observe(plan, socket.remotePort),
      counter,
      liveness: parts.liveness,
      limits,
    });
    connections.add(connection);
    void forget(connection);
  }

  async function forget(connection: Connection): Promise<void> {
    await connection.done;
    connections.delete(connection);
    halfClosed.delete(connection);
    parts.release();
  }

  async function close(): Promise<void> {
    // The port is free before anything is waited for.
    const unbound = bound?.local.close();
    set({ kind: 'closing', connections: connections.size });
    workload.close();
    reach.close();
    await drain(connections, limits, (left) => set({ kind: 'closing', connections: left }));
    await unbound;
    counter.end();
  }

  return {
    plan: () => plan,
    snapshot: () => tunnel,
    listen: (host, port) =>
      plan.port.protocol === 'UDP'
        ? listenUdp({ host, port, reach: () => reach, liveness: parts.liveness, counter })
        : parts.listenTcp({ host, port, onSocket: accept }),
    serveAt(now) {
      if (closed || (tunnel.status.kind === 'failed' && !bound)) return void now.local.close();
      bound = now;
      reach.verify();
    },
    isUnbound: () => !bound && tunnel.status.kind !== 'failed',
    boundHost: () => (bound?.isElsewhere ? undefined : bound?.local.host),
    fail,
    update(next) {
      const wasListed = missingSince === undefined;
      missingSince = next ? undefined : (missingSince ?? Date.now());
      if (!next) {
        // No longer listed: whether it still answers is asked, not assumed.
        if (wasListed && bound) reach.verify();
        return;
      }
      const isElsewhere = next.endpoints.some(({ url }) => !plan.endpoints.some((endpoint) => endpoint.url === url));
      plan = next;
      // A lookup for one port has found what another one waits for.
      if (isElsewhere && tunnel.status.kind === 'retrying') reach.verify();
      const isSame = JSON.stringify([next.port, next.hostnames]) === JSON.stringify([tunnel.port, tunnel.hostnames]);
      if (!isSame) change({ port: next.port, hostnames: next.hostnames });
    },
    missingSince: () => missingSince,
    revive() {
      if (closed || bound || tunnel.status.kind !== 'failed') return false;
      reach = startReach();
      set({ kind: 'starting' });
      return true;
    },
    retry() {
      const { kind } = tunnel.status;
      if (kind === 'retrying' || (kind === 'failed' && bound) || workload.notice()) reach.verify();
    },
    check() {
      bound?.local.check?.();
      workload.doubt();
      if (tunnel.status.kind === 'open') set({ ...tunnel.status, checking: true });
      if (bound) reach.check();
    },
    close: () => (closed ??= close()),
  };
}
