/** Size of a large buffer: what one read brings at most, and a little for the frames around it. */
export const LARGE_BYTES = 256 * 1024;

const HEAD_ROOM_BYTES = 128;
const KEPT = 16;

const kept: Buffer[] = [];

/**
 * Large buffers that are used again and again: allocating one for each read or write is what makes bulk transfer slow,
 * in Electron above all. Whoever takes one gives it back when nothing reads it any more.
 */
export function takeLarge(): Buffer {
  return kept.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES + HEAD_ROOM_BYTES);
}

export function giveLarge(buffer: Buffer): void {
  if (kept.length < KEPT) kept.push(buffer);
}
