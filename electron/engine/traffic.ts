import type { LocalAddress, Traffic, TunnelId } from '../contract/forward.ts';
import type { Problem } from '../contract/problem.ts';

/** A local connection that has just come, before any of its bytes are read. */
export type ConnectionStart = {
  /** Of its tunnel, from 1. */
  readonly number: number;
  /** The local program's end. */
  readonly peer: LocalAddress;
};

/** What there is to say of one local connection that has ended. */
export type ConnectionEnd = {
  /** Of its tunnel, from 1. */
  readonly number: number;
  /** Pod that served it; absent where none could be reached. */
  readonly instance?: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly tookMs: number;
  /** How its far end was closed: 1000 and 1005 in order, 1006 without a word; absent where there was none. */
  readonly code?: number;
  /** In the gateway's words. */
  readonly reason?: string;
  /** Why the program did not get what it came for; absent where it did, and where it or the user ended it. */
  readonly problem?: Problem;
};

/** Counts for one tunnel. */
export type Counter = {
  /** Where nobody asks who came, the system is not asked either. UDP peers have no start to tell of. */
  readonly opened: (start?: () => ConnectionStart | undefined) => void;
  /** UDP peers have no end to tell of. */
  readonly closed: (end?: ConnectionEnd) => void;
  /** Bytes towards the user. */
  readonly received: (bytes: number) => void;
  /** Bytes towards the cluster. */
  readonly sent: (bytes: number) => void;
  /** The tunnel is gone: one last sample says so. */
  readonly end: () => void;
};

type Samples = Readonly<Record<TunnelId, Traffic | undefined>>;

type Count = { connections: number; bytesIn: number; bytesOut: number };

/**
 * Samples counters that changed, one `intervalMs` after the first change and never more often. A rate that was told falls
 * to zero in a sample of its own; after that nothing runs until the next byte.
 */
export function createTraffic(
  intervalMs: number,
  report: (samples: Samples) => void,
): { readonly counter: (id: TunnelId) => Counter; readonly close: () => void } {
  const changed = new Map<TunnelId, Count | undefined>();
  const last = new Map<TunnelId, Traffic>();
  let timer: NodeJS.Timeout | undefined;
  let startedAt = 0;

  function touch(id: TunnelId, count: Count | undefined): void {
    changed.set(id, count);
    if (timer) return;
    startedAt = performance.now();
    timer = setTimeout(sample, intervalMs);
    timer.unref();
  }

  function sample(): void {
    timer = undefined;
    const seconds = (performance.now() - startedAt) / 1000;
    const samples: Record<TunnelId, Traffic | undefined> = {};
    const again: [TunnelId, Count][] = [];
    for (const [id, count] of changed) {
      const before = last.get(id);
      if (!count) {
        last.delete(id);
        samples[id] = undefined;
        continue;
      }
      const rateIn = Math.round((count.bytesIn - (before?.bytesIn ?? 0)) / seconds);
      const rateOut = Math.round((count.bytesOut - (before?.bytesOut ?? 0)) / seconds);
      const now: Traffic = { ...count, rateIn, rateOut };
      last.set(id, now);
      samples[id] = now;
      if (rateIn > 0 || rateOut > 0) again.push([id, count]);
    }
    changed.clear();
    for (const [id, count] of again) touch(id, count);
    report(samples);
  }

  return {
    counter(id) {
      const count: Count = { connections: 0, bytesIn: 0, bytesOut: 0 };
      let isEnded = false;
      const add = (connections: number, bytesIn: number, bytesOut: number) => {
        count.connections += connections;
        count.bytesIn += bytesIn;
        count.bytesOut += bytesOut;
        if (!isEnded) touch(id, count);
      };
      return {
        opened: () => add(1, 0, 0),
        closed: () => add(-1, 0, 0),
        received: (bytes) => add(0, bytes, 0),
        sent: (bytes) => add(0, 0, bytes),
        end() {
          isEnded = true;
          if (last.has(id) || changed.has(id)) touch(id, undefined);
        },
      };
    },
    close() {
      clearTimeout(timer);
      if (timer) sample();
      clearTimeout(timer);
    },
  };
}
