import { randomFillSync } from 'node:crypto';
import bufferutil from 'bufferutil';

/** The most that goes into one frame: what fits a 16-bit length, in whole words. The official client sends as much. */
export const FRAME_PAYLOAD_BYTES = 65_528;

/** First byte, length, mask: for a payload of up to 125 bytes, and for a longer one. */
const SHORT_HEAD_BYTES = 6;
const LONG_HEAD_BYTES = 8;
const SHORT_BYTES = 125;
const FINAL_BINARY = 0x82;
const MASKED = 0x80;
const SIXTEEN_BITS = 126;
/** Below this, a loop costs less than the call into the native module. */
const NATIVE_BYTES = 48;

const pool = Buffer.alloc(8 * 1024);
let used = pool.length;
const key = Buffer.alloc(4);

/** RFC 6455, 5.3: the key of each frame is new and cannot be foreseen. */
function nextKey(): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(key, 0, used, used + 4);
  used += 4;
}

/** Bytes that `writeFrames` needs for this much payload. */
export function framedLength(payloadBytes: number): number {
  return payloadBytes + LONG_HEAD_BYTES * Math.max(1, Math.ceil(payloadBytes / FRAME_PAYLOAD_BYTES));
}

function writeFrame(payload: Buffer, target: Buffer, at: number): number {
  const { length } = payload;
  const isShort = length <= SHORT_BYTES;
  const start = at + (isShort ? SHORT_HEAD_BYTES : LONG_HEAD_BYTES);
  target[at] = FINAL_BINARY;
  target[at + 1] = MASKED | (isShort ? length : SIXTEEN_BITS);
  if (!isShort) target.writeUInt16BE(length, at + 2);
  nextKey();
  key.copy(target, start - 4);
  if (length < NATIVE_BYTES) {
    for (let index = 0; index < length; index += 1) {
      target[start + index] = (payload[index] ?? 0) ^ (key[index & 3] ?? 0);
    }
  } else {
    bufferutil.mask(payload, key, target, start, length);
  }
  return start + length;
}

/** Writes `payload` into `target` as masked binary messages of one frame each; returns the bytes used. */
export function writeFrames(payload: Buffer, target: Buffer): number {
  if (payload.length <= FRAME_PAYLOAD_BYTES) return writeFrame(payload, target, 0);
  let at = 0;
  for (let from = 0; from < payload.length; from += FRAME_PAYLOAD_BYTES) {
    at = writeFrame(payload.subarray(from, from + FRAME_PAYLOAD_BYTES), target, at);
  }
  return at;
}
