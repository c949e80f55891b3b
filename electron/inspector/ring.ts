import type { ForwardId } from '../contract/forward.ts';
import { INSPECTOR_LIMITS, type RequestId } from '../contract/inspector.ts';
import { costOf, type Recorded } from './recorded.ts';

export type Limits = { readonly [K in keyof typeof INSPECTOR_LIMITS]: number };

/** Kept requests, oldest first. The oldest of a forward makes room for its newest, the oldest of all where memory ends. */
export function createRing(limits: Limits = INSPECTOR_LIMITS) {
  const entries = new Map<RequestId, Recorded>();

  function drop(entry: Recorded): void {
    entries.delete(entry.id);
    // It may still be under way, and would go on collecting.
    entry.requestBody.drop();
    entry.responseBody.drop();
  }

  const of = (forward: ForwardId) => [...entries.values()].filter((entry) => entry.forward === forward);

  return {
    add(entry: Recorded): void {
      entries.set(entry.id, entry);
      const own = of(entry.forward);
      const [oldest] = own;
      if (own.length > limits.entries && oldest) drop(oldest);
    },
    /** Bodies grow after their entry was added. */
    trim(): void {
      let bytes = 0;
      for (const entry of [...entries.values()].toReversed()) {
        bytes += costOf(entry);
        if (bytes > limits.allBytes) drop(entry);
      }
    },
    get: (id: RequestId) => entries.get(id),
    of,
    clear(forward: ForwardId): void {
      for (const entry of of(forward)) drop(entry);
    },
    bytes: () => [...entries.values()].reduce((sum, entry) => sum + costOf(entry), 0),
  };
}
