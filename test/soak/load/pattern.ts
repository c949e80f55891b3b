import { randomBytes } from 'node:crypto';

/**
 * A stream of bytes that differs at every position and from every other stream: blocks of 256 bytes, each with the
 * stream's number and its own at the front, the rest cut out of random bytes at a place that depends on both. A piece that
 * is lost, doubled, moved or taken from another stream does not fit.
 */
const BLOCK = 256;
const BASE = randomBytes(65_521 + BLOCK);

export function patternAt(stream: number, position: number, length: number): Buffer {
  const first = Math.floor(position / BLOCK);
  const last = Math.floor((position + length - 1) / BLOCK);
  const blocks = Buffer.allocUnsafe(Math.max(0, last - first + 1) * BLOCK);
  for (let block = first; block <= last; block += 1) {
    const at = (block - first) * BLOCK;
    const from = (block * 7919 + stream * 104_729) % 65_521;
    BASE.copy(blocks, at, from, from + BLOCK);
    blocks.writeUInt32LE(stream >>> 0, at);
    blocks.writeUInt32LE(block >>> 0, at + 4);
  }
  const offset = position - first * BLOCK;
  return blocks.subarray(offset, offset + length);
}

/** What is wrong with these bytes, or undefined. */
export function differenceAt(stream: number, position: number, bytes: Buffer): string | undefined {
  const expected = patternAt(stream, position, bytes.length);
  if (expected.equals(bytes)) return undefined;
  const at = bytes.findIndex((byte, index) => byte !== expected[index]);
  const show = (buffer: Buffer) => buffer.subarray(at, at + 16).toString('hex');
  return `stream ${stream}: wrong byte at ${position + at}, got ${show(bytes)}, expected ${show(expected)}`;
}
