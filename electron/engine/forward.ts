import type { Forward, LocalAddress, TunnelId } from '../contract/forward.ts';
import type { Problem, ProblemCode } from '../contract/problem.ts';
import { asFailure } from './as-failure.ts';
import { bindGroup } from './bind-group.ts';
import { dialWithToken } from './dial.ts';
import type { EarlyPorts } from './early-ports.ts';
import type { EngineParts, TunnelPlan, WishedForward } from './face.ts';
import type { Gateways } from './gateways.ts';
import { readRequests } from './host-guard.ts';
import { tapOf } from './http-exchanges.ts';
import type { Limits } from './limits.ts';
import type { Liveness } from './liveness.ts';
import type { Places } from './place.ts';
import type { Rounds } from './rounds.ts';
import type { Counter } from './traffic.ts';
import { placeKey, plansById } from './plans.ts';
import { createPursuit } from './pursuit.ts';
import { createTunnel, type TunnelLife } from './tunnel.ts';
import { isPlacedTheSame, isReachedTheSame } from './wish-changes.ts';

type ForwardParts = Pick<EngineParts, 'resolve' | 'credentials' | 'report' | 'prepare' | 'relay' | 'observe'> & {
  readonly wished: WishedForward;
  readonly counter: (id: TunnelId) => Counter;
  /** Where its ports were the last time. */
  readonly expected: readonly LocalAddress[];
  readonly early: EarlyPorts;
  readonly places: Places;
  readonly gateways: Gateways;
  readonly liveness: Liveness;
  readonly rounds: Rounds;
  readonly limits: Limits;
};

/** One wished forward, from its first lookup to closed. */
export type ForwardLife = {
  /** Reports `starting` and begins. */
  readonly start: () => void;
  /** The user changed which ports or instance; connections of what stays are not touched. */
  readonly rewish: (wished: WishedForward) => void;
  readonly retry: () => void;
  readonly check: () => void;
  readonly close: () => Promise<void>;
};

/** Looks up what there is to reach, keeps one tunnel per port, and looks again whenever a tunnel has lost its far end. */
export function openForward(parts: ForwardParts): ForwardLife {
  const { limits, places, prepare, relay, early } = parts;
  const means = { limits, places, prepare, relay };
  const { id, target } = parts.wished;
  const abort = new AbortController();
  const tunnels = new Map<TunnelId, TunnelLife>();
  let plans = new Map<TunnelId, TunnelPlan>();
  let wished = parts.wished;
  /** The latest; `wished` is the latest that the platform was asked for. */
  let { wish } = wished;
  let instances: readonly string[] | undefined;
  /** The wish that `plans` belongs to, and the one that they were applied for. */
  let planned: WishedForward | undefined;
  let served: WishedForward | undefined;
  let status: Forward['status'] = { kind: 'starting' };
  let lookup: { readonly asked: WishedForward; readonly done: Promise<void> } | undefined;
  let binding: Promise<unknown> = Promise.resolve();
  let isReviving = false;
  let connections = 0;
  let closed: Promise<void> | undefined;
  const pursuit = createPursuit({
    look: refresh,
    wanted: () => (closed ? undefined : wished),
    isWaitedFor: () => early.isHolding(id),
    onRetry: (retry) => set({ kind: 'retrying', ...retry }),
    limits,
  });

  function report(): void {
    if (status.kind === 'closing' && status.connections !== connections) status = { kind: 'closing', connections };
    const snapshots = Object.fromEntries([...tunnels].map(([tunnelId, tunnel]) => [tunnelId, tunnel.snapshot()]));
    const listed = instances && status.kind !== 'off' && { instances };
    parts.report({ type: 'forward', id, status, tunnels: snapshots, ...listed });
  }

  function set(next: Forward['status']): void {
    status = next;
    report();
  }

  /** One question to the platform, shared by all who need the answer at the same time. */
  function refresh(): Promise<void> {
    if (lookup?.asked === wished) return lookup.done;
    lookup = { asked: wished, done: ask(wished) };
    return lookup.done;
  }

  async function ask(asked: WishedForward): Promise<void> {
    // Over before anything is reported: whoever hears of it may ask anew at once.
    const end = () => {
      if (lookup?.asked === asked) lookup = undefined;
    };
    try {
      const route = await parts.resolve(asked, abort.signal, (names) => (instances = names));
      end();
      if (asked !== wished || closed) return;
      plans = plansById(id, route);
      planned = asked;
      apply();
    } catch (error) {
      end();
      const failure = asFailure(error, 'forward');
      if (asked === wished && !closed && !failure.retriable) fail(failure.problem);
      throw failure;
    }
  }

  /** Nothing can be reached until the user does something; connections that still work are left alone. */
  function fail(problem: Problem): void {
    pursuit.rest();
    void early.release(id);
    status = { kind: 'failed', problem };
    for (const tunnel of tunnels.values()) tunnel.fail(problem);
    report();
  }

  function apply(): void {
    pursuit.rest();
    const unbound = new Map<string, TunnelLife[]>();
    for (const [tunnelId, plan] of plans) {
      let tunnel = tunnels.get(tunnelId);
      tunnel?.update(plan);
      if (tunnel && !(isReviving && tunnel.revive())) continue;
      tunnel ??= open(tunnelId, plan);
      const key = placeKey(id, plan);
      unbound.set(key, [...(unbound.get(key) ?? []), tunnel]);
    }
    isReviving = false;
    for (const [tunnelId, tunnel] of tunnels) {
      if (plans.has(tunnelId)) continue;
      tunnel.update(undefined);
      const isLong = Date.now() - (tunnel.missingSince() ?? 0) >= limits.goneMs;
      if (served !== planned || isLong) void drop(tunnelId, tunnel);
    }
    served = planned;
    set(status.kind === 'open' ? status : { kind: 'open', since: Date.now() });
    // One after the other: a port that is listed later has to find the address that the others got.
    binding = binding
      .then(() => Promise.all([...unbound].map(([key, group]) => bind(key, group))))
      .then(() => early.release(id));
  }

  function open(tunnelId: TunnelId, plan: TunnelPlan): TunnelLife {
    const tunnel = createTunnel({
      id: tunnelId,
      plan,
      listenTcp: early.listenFor(id),
      read: (now) => readRequests(now, wish.guard),
      observe: (now, peerPort) => tapOf(parts.observe, now, { forward: id, tunnel: tunnelId, peerPort }),
      dial: async ({ url, instance }, signal, isRoutine) => {
        const request = { url, gateways: parts.gateways, limits, isRoutine };
        return { ...(await dialWithToken(request, () => parts.credentials(target), signal)), instance };
      },
      refresh,
      admit() {
        if (connections >= limits.connections) return false;
        connections += 1;
        return true;
      },
      release: () => (connections -= 1),
      onChange: report,
      counter: parts.counter(tunnelId),
      liveness: parts.liveness,
      rounds: parts.rounds,
      limits,
    });
    tunnels.set(tunnelId, tunnel);
    return tunnel;
  }

  async function drop(tunnelId: TunnelId, tunnel: TunnelLife): Promise<void> {
    await binding;
    await tunnel.close();
    if (tunnels.get(tunnelId) !== tunnel) return;
    tunnels.delete(tunnelId);
    if (closed) return;
    // It is to be opened elsewhere, or has been wished for, or listed, again while it closed.
    if (plans.has(tunnelId) && status.kind !== 'failed') apply();
    else report();
  }

  function bind(key: string, group: readonly TunnelLife[]): Promise<void> {
    const sibling = [...tunnels.values()].find((each) => placeKey(id, each.plan()) === key && each.boundHost());
    return bindGroup({
      key,
      group: group.filter((tunnel) => tunnel.isUnbound()),
      host: sibling?.boundHost(),
      choice: ({ port }) => wish.local?.[port.number],
      ...means,
      onPlaced: (host) => parts.report({ type: 'placed', key, host }),
    });
  }

  async function close(): Promise<void> {
    pursuit.rest();
    abort.abort(new Error('the forward was closed'));
    if (status.kind !== 'failed' || tunnels.size > 0) set({ kind: 'closing', connections });
    await Promise.all([binding, early.release(id)]);
    await Promise.all([...tunnels.values()].map((tunnel) => tunnel.close()));
    for (const key of new Set([id, ...[...tunnels.values()].map((tunnel) => placeKey(id, tunnel.plan()))]))
      places.leave(key);
    tunnels.clear();
    set({ kind: 'off' });
  }

  function hasFailed(code?: ProblemCode): boolean {
    const statuses = [status, ...[...tunnels.values()].map((tunnel) => tunnel.snapshot().status)];
    return statuses.some((each) => each.kind === 'failed' && (!code || each.problem.code === code));
  }

  const life: ForwardLife = {
    start() {
      report();
      early.reserve(id, parts.expected, pursuit.hurry);
      pursuit.begin();
    },
    rewish(next) {
      const before = wish;
      ({ wish } = next);
      if (closed) return;
      for (const [tunnelId, tunnel] of tunnels)
        if (!isPlacedTheSame(before, wish, tunnel.plan().port.number)) void drop(tunnelId, tunnel);
      if (isReachedTheSame(wished.wish, wish)) return;
      wished = next;
      pursuit.begin();
    },
    retry() {
      if (closed) return;
      for (const tunnel of tunnels.values()) tunnel.retry();
      if (status.kind === 'open' && !hasFailed()) return;
      isReviving = true;
      if (status.kind === 'failed') set({ kind: 'starting' });
      pursuit.begin();
    },
    check() {
      if (status.kind === 'retrying') pursuit.begin();
      // A network with a login page answers with its own certificate, and has its own proxy: the next one may be all right.
      if (hasFailed('certificate-untrusted') || hasFailed('proxy-failed')) life.retry();
      for (const tunnel of tunnels.values()) tunnel.check();
    },
    close: () => (closed ??= close()),
  };
  return life;
}
