import type { EventEmitter } from 'node:events';
import type { Tunnel } from '../contract/forward.ts';
import type { PlaceBook } from '../contract/session.ts';
import type { Observation } from '../engine/face.ts';
import type { Account } from './account.ts';
import { createBoard, type Outcome } from './board.ts';
import { createEvents } from './events.ts';
import { openForwards, type Forwards } from './forwards.ts';
import { createHolds, type Hold, type Wanted, type Which } from './holds.ts';
import { infoOf } from './info.ts';
import { createNames, type KeptNames } from './names.ts';
import type { ForwardingEvents, ForwardingOptions } from './types.ts';

export const USER_AGENT = 'Portside (forwarding)';
const OPEN_TIMEOUT_MS = 15_000;
/** For closing some ports of a service that stays forwarded, which takes an answer of the platform. */
const NARROW_TIMEOUT_MS = 2_000;

/** What one call got. */
export type Share = {
  readonly hold: Hold;
  readonly outcomes: readonly Outcome[];
  /** With names only. */
  readonly kept?: KeptNames;
};

export type Sharing = {
  /**
   * Resolves when every port that is wanted is open or in trouble. What has a local port then stays until it is released;
   * a share of which nothing could be bound is let go, so that the caller may simply try again.
   */
  readonly start: (account: Account, wanted: Wanted) => Promise<Share>;
  /** One share of each different wish that is meant. */
  readonly pick: (which: Which) => readonly Hold[];
  readonly all: () => readonly Hold[];
  /** Resolves when the ports that nobody holds any more are free and their names gone. */
  readonly release: (gone: readonly Hold[]) => Promise<void>;
};

/** Forwards that several callers share: one engine while there is at least one, and nothing at all when there is none. */
export function createSharing(
  emitter: EventEmitter<ForwardingEvents>,
  {
    hostsFile,
    addressRange,
    guard,
    openTimeoutMs = OPEN_TIMEOUT_MS,
  }: ForwardingOptions & { readonly hostsFile: string },
): Sharing {
  const board = createBoard();
  const holds = createHolds(guard);
  const events = createEvents(emitter);
  const names = createNames(hostsFile);
  let places: PlaceBook = {};
  let forwards: Forwards | undefined;
  let closing: Promise<void> | undefined;

  const holdersOf = (id: string) => holds.all().filter((hold) => hold.id === id);

  function tunnelsOf({ id, ports }: Hold): Tunnel[] {
    const tunnels = Object.values(board.seen(id)?.tunnels ?? {});
    return tunnels.filter(({ port }) => !ports || ports.includes(port.number));
  }

  function writeNames(): Promise<KeptNames> {
    const named = holds.all().filter((hold) => hold.withNames);
    const bound = named.flatMap((hold) => tunnelsOf(hold).flatMap((tunnel) => infoOf(tunnel, hold) ?? []));
    return names.set(bound.map(({ address, hostnames }) => ({ address, names: hostnames })));
  }

  function report(observation: Observation): void {
    if (observation.type === 'placed') places = { ...places, [observation.key]: observation.host };
    if (observation.type !== 'forward') return;
    const { id, tunnels } = observation;
    const holders = holdersOf(id);
    const holder = holders.find((hold) => hold.withNames) ?? holders[0];
    events.observe(id, tunnels, (tunnel) => holder && infoOf(tunnel, holder));
    board.observe(observation);
    void writeNames();
  }

  function open(): Forwards {
    return openForwards({
      report,
      onRoute: ({ id, wish }, route) => board.answered(id, wish.ports, route),
      onConnection: events.onConnection,
      places,
      limits: addressRange && { range: addressRange },
      userAgent: USER_AGENT,
    });
  }

  /** Something of it failed before: a caller who asks again wants it tried again, not told again. */
  function revive(id: string, engine: Forwards['engine']): void {
    const seen = board.seen(id);
    if (!seen) return;
    const statuses = [seen.status, ...Object.values(seen.tunnels).map((tunnel) => tunnel.status)];
    if (statuses.some(({ kind }) => kind === 'failed')) board.forgetAnswer(id);
    engine.retry([id]);
  }

  /** Whether nothing is left here of what this share held. */
  function isFree({ id }: Hold): boolean {
    const wish = holds.wishes().find((each) => each.id === id)?.wish;
    if (!wish) return board.seen(id) === undefined;
    const tunnels = Object.values(board.seen(id)?.tunnels ?? {});
    return tunnels.every(({ port }) => !wish.ports || wish.ports.includes(port.number));
  }

  async function closeAll(): Promise<void> {
    const open = forwards;
    forwards = undefined;
    await open?.close();
    await writeNames();
    closing = undefined;
  }

  async function release(gone: readonly Hold[]): Promise<void> {
    holds.release(gone);
    if (holds.all().length === 0) {
      await (closing ??= closeAll());
    } else if (forwards) {
      forwards.engine.reconcile(holds.wishes());
      board.wake();
      const ended = gone.filter(({ id }) => holdersOf(id).length === 0);
      await board.until(() => ended.every(isFree));
      await board.until(() => gone.every(isFree), NARROW_TIMEOUT_MS);
      await writeNames();
    }
  }

  return {
    async start(account, wanted) {
      for (let now = closing; now; now = closing) await now;
      forwards ??= open();
      const { admit, engine } = forwards;
      admit(account);
      const hold = holds.take(wanted);
      revive(hold.id, engine);
      engine.reconcile(holds.wishes());
      const outcomes = await board.settle(hold, () => holds.has(hold), openTimeoutMs);
      hold.isPending = false;
      hold.gave = outcomes.some((outcome) => 'tunnel' in outcome);
      const kept = wanted.withNames && hold.gave ? await writeNames() : undefined;
      const trouble = kept?.problem;
      const isBound = tunnelsOf(hold).some(({ status }) => 'address' in status);
      if (holds.has(hold) && (trouble || !isBound)) await release([hold]);
      return { hold, outcomes: trouble ? [{ problem: trouble }] : outcomes, ...(kept && { kept }) };
    },
    pick: (which) => holds.pick(which),
    all: () => holds.all(),
    release,
  };
}
