import { proxyFromEnvironment } from '../base/proxy.ts';
import type { ForwardId, TunnelId } from '../contract/forward.ts';
import type { Engine, EngineParts, WishedForward } from './face.ts';
import { createEarlyPorts } from './early-ports.ts';
import { openForward, type ForwardLife } from './forward.ts';
import { createGateways } from './gateways.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createLiveness } from './liveness.ts';
import { createPlaces } from './place.ts';
import { createRounds } from './rounds.ts';
import { createTraffic, type Counter } from './traffic.ts';

/** Makes tunnels agree with wishes; see `face.ts` for what it is given and what it says. */
export function openEngine(parts: EngineParts, options: Partial<Limits> = {}): Engine {
  const limits: Limits = { ...defaultLimits, ...options };
  const lives = new Map<ForwardId, ForwardLife>();
  const closing = new Set<ForwardId>();
  const endings = new Set<Promise<void>>();
  const places = createPlaces(parts.places, limits.range);
  const gateways = createGateways(limits, parts.proxy ?? proxyFromEnvironment(process.env));
  const early = createEarlyPorts(limits, parts.prepare);
  const liveness = createLiveness(limits);
  const rounds = createRounds(limits);
  const traffic = createTraffic(limits.sampleMs, (samples) => parts.report({ type: 'traffic', samples }));
  let wishes = new Map<ForwardId, WishedForward>();
  let closed: Promise<void> | undefined;

  function counter(id: TunnelId): Counter {
    const count = traffic.counter(id);
    const { onConnection, onPeer } = parts;
    if (!onConnection && !onPeer) return count;
    return {
      ...count,
      opened(start) {
        count.opened();
        onConnection?.(id, 'accepted');
        const told = onPeer && start?.();
        if (told) onPeer(id, told);
      },
      closed(end) {
        count.closed();
        onConnection?.(id, 'closed', end);
      },
    };
  }

  // Whoever hears of a status may reconcile at once, in the middle of it: what is begun or ended is noted first.

  function start(wished: WishedForward): void {
    const { resolve, credentials, report, prepare, relay, observe } = parts;
    const expected = parts.expected?.(wished.id) ?? [];
    const shared = { expected, early, places, gateways, liveness, rounds, limits, counter };
    const life = openForward({ wished, resolve, credentials, report, prepare, relay, observe, ...shared });
    lives.set(wished.id, life);
    life.start();
  }

  function stop(id: ForwardId, life: ForwardLife): void {
    lives.delete(id);
    closing.add(id);
    const done = finish(id, life).finally(() => endings.delete(done));
    endings.add(done);
  }

  async function finish(id: ForwardId, life: ForwardLife): Promise<void> {
    await life.close();
    closing.delete(id);
    // Wished for again while it closed: the latest wish wins.
    const wished = wishes.get(id);
    if (wished) start(wished);
  }

  async function close(): Promise<void> {
    wishes = new Map();
    for (const [id, life] of lives) stop(id, life);
    await Promise.all(endings);
    liveness.close();
    rounds.close();
    traffic.close();
    gateways.close();
  }

  return {
    reconcile(wished) {
      if (closed) return;
      const wanted = new Map(wished.filter(({ wish }) => wish.on).map((each) => [each.id, each]));
      wishes = wanted;
      for (const [id, life] of lives) if (!wanted.has(id)) stop(id, life);
      for (const [id, each] of wanted) {
        // A newer call came in between and has done it all.
        if (wishes !== wanted) return;
        const life = lives.get(id);
        if (life) life.rewish(each);
        else if (!closing.has(id)) start(each);
      }
    },
    retry(ids) {
      for (const [id, life] of lives) if (!ids || ids.includes(id)) life.retry();
    },
    check(ids) {
      if (!ids) {
        gateways.forget();
        liveness.check();
      }
      for (const [id, life] of lives) if (!ids || ids.includes(id)) life.check();
    },
    // Later in this turn, so that `closed` stands before the first report can lead back to `reconcile`.
    close: () => (closed ??= Promise.resolve().then(close)),
  };
}
