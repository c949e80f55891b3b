import { BATCH_BYTES } from './workload.ts';

const BINARY = 0x82;
export const CLOSE = 8;
export const PING = 9;
const PONG = 0x8a;

/** An unmasked frame, as servers send it. */
export function frame(payload: Uint8Array, first: number = BINARY): Buffer {
  const { length } = payload;
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(head + length);
  bytes[0] = first;
  bytes[1] = head === 2 ? length : head === 4 ? 126 : 127;
  if (head === 4) bytes.writeUInt16BE(length, 2);
  if (head === 10) bytes.writeBigUInt64BE(BigInt(length), 2);
  bytes.set(payload, head);
  return bytes;
}

export const pong = (payload: Uint8Array) => frame(payload, PONG);

/** `BATCH_BYTES` of payload, framed. */
export function framedBatch(frameBytes: number): Buffer {
  const frames: Buffer[] = [];
  for (let sent = 0; sent < BATCH_BYTES; sent += frameBytes)
    frames.push(frame(Buffer.alloc(Math.min(frameBytes, BATCH_BYTES - sent), 97)));
  return Buffer.concat(frames);
}

type FrameEvents = {
  readonly onData: (bytes: Buffer) => void;
  readonly onControl: (opcode: number, payload: Buffer) => void;
};

/**
 * Cuts a client's frames. Payloads of more than a few kilobytes stay masked and are given on as they arrive: only their
 * length counts, and the bench measures the client, not its gateway.
 */
export function createCutter(events: FrameEvents): (chunk: Buffer) => void {
  const KEEP_BYTES = 16_384;
  let rest = Buffer.alloc(0);
  let skip = 0;

  function header(bytes: Buffer): { readonly at: number; readonly length: number } | undefined {
    if (bytes.length < 2) return undefined;
    const short = (bytes[1] ?? 0) & 127;
    const at = 6 + (short === 126 ? 2 : short === 127 ? 8 : 0);
    if (bytes.length < at) return undefined;
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
    return { at, length };
  }

  function whole(bytes: Buffer, at: number, length: number): void {
    const payload = Buffer.from(bytes.subarray(at, at + length));
    for (let index = 0; index < length; index += 1) payload[index]! ^= bytes[at - 4 + (index & 3)]!;
    const opcode = (bytes[0] ?? 0) & 15;
    if (opcode >= CLOSE) events.onControl(opcode, payload);
    else events.onData(payload);
  }

  return (chunk) => {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (bytes.length > 0) {
      if (skip > 0) {
        const part = bytes.subarray(0, skip);
        skip -= part.length;
        bytes = bytes.subarray(part.length);
        events.onData(part);
        continue;
      }
      const head = header(bytes);
      if (!head) break;
      const { at, length } = head;
      if (length > KEEP_BYTES) {
        skip = length;
        bytes = bytes.subarray(at);
        continue;
      }
      if (bytes.length < at + length) break;
      whole(bytes, at, length);
      bytes = bytes.subarray(at + length);
    }
    rest = bytes.length > 0 ? Buffer.from(bytes) : Buffer.alloc(0);
  };
}
