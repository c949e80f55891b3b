import type { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { FRAME_PAYLOAD_BYTES, framedLength, writeFrames } from '../../electron/engine/frame-writer.ts';

/** The reading half of `ws`; its types do not name it. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: { readonly isServer: boolean }) => Writable };

/** What a server that follows the protocol reads from these bytes; throws where they break it. */
function readAsServer(frames: Buffer): Buffer[] {
  const receiver = new Receiver({ isServer: true });
  const messages: Buffer[] = [];
  receiver.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (!isBinary) throw new Error('not binary');
    messages.push(bytes);
  });
  receiver.on('error', (error) => {
    throw error;
  });
  receiver.write(frames);
  return messages;
}

function framed(payload: Buffer): Buffer {
  const target = Buffer.alloc(framedLength(payload.length), 0xee);
  return target.subarray(0, writeFrames(payload, target));
}

const size = fc.oneof(
  fc.nat(200),
  fc.nat(3 * FRAME_PAYLOAD_BYTES + 20),
  fc.constantFrom(0, 47, 48, 125, 126, FRAME_PAYLOAD_BYTES, FRAME_PAYLOAD_BYTES + 1, 4 * FRAME_PAYLOAD_BYTES),
);

test('a server reads exactly what was written, in messages of bounded size', () => {
  fc.assert(
    fc.property(size, fc.nat(255), fc.nat(7), (length, seed, offset) => {
      const memory = Buffer.from(Array.from({ length: length + offset }, (_, index) => (index * 31 + seed) & 255));
      // A piece of something larger, so that the native routine meets every alignment.
      const payload = memory.subarray(offset);
      const messages = readAsServer(framed(payload));
      expect(Buffer.concat(messages).equals(payload)).toBe(true);
      expect(messages.every((message) => message.length <= FRAME_PAYLOAD_BYTES)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('every frame is masked with a key of its own', () => {
  const keys = Array.from({ length: 5_000 }, () => framed(Buffer.from('x')).readUInt32BE(2));
  // Keys of 32 bits chosen freely: among 5,000 more than a few equal ones would mean that they are not.
  expect(new Set(keys).size).toBeGreaterThan(4_990);
  const big = framed(Buffer.alloc(FRAME_PAYLOAD_BYTES * 2));
  expect(big.readUInt32BE(4)).not.toBe(big.readUInt32BE(FRAME_PAYLOAD_BYTES + 8 + 4));
});
