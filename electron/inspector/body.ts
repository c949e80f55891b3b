import { INSPECTOR_LIMITS } from '../contract/inspector.ts';

/** The beginning of a body, in a buffer that grows as it must: one for each small piece would cost more than the bytes. */
export type KeptBody = {
  readonly add: (bytes: Buffer) => void;
  /** Of the whole body, also of what was not kept. */
  readonly total: () => number;
  readonly bytes: () => Buffer;
  readonly isCut: () => boolean;
  /** What it costs in memory. */
  readonly cost: () => number;
  /** Keeps nothing any more, and goes on counting. */
  readonly drop: () => void;
};

const NOTHING = Buffer.alloc(0);

export function keepBody(mostBytes: number = INSPECTOR_LIMITS.bodyBytes): KeptBody {
  let room = NOTHING;
  let kept = 0;
  let total = 0;
  let isDropped = false;
  return {
    add(bytes) {
      total += bytes.length;
      const more = isDropped ? 0 : Math.min(bytes.length, mostBytes - kept);
      if (more <= 0) return;
      if (kept + more > room.length) {
        // Not of Node's shared pool, which a small part would hold as a whole.
        const larger = Buffer.allocUnsafeSlow(Math.min(mostBytes, Math.max(512, (kept + more) * 2)));
        room.copy(larger, 0, 0, kept);
        room = larger;
      }
      bytes.copy(room, kept, 0, more);
      kept += more;
    },
    total: () => total,
    bytes: () => room.subarray(0, kept),
    isCut: () => kept < total,
    cost: () => room.length,
    drop() {
      isDropped = true;
      room = NOTHING;
      kept = 0;
    },
  };
}
