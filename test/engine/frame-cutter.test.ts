import type { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { createFrameCutter } from '../../electron/engine/frame-cutter.ts';

/** The reading half of `ws`; its types do not name it. */
type Receiver = Writable;
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { readonly maxPayload: number; readonly isServer?: boolean }) => Receiver;
};

const LIMIT = 70_000;

type Frame = {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly reserved: number;
  readonly isMasked: boolean;
  /** How the length is written; a short one may be written long. */
  readonly lengthBytes: 0 | 2 | 8;
  readonly payload: Buffer;
  /** Claimed in place of the payload's own length. */
  readonly claimed?: bigint | undefined;
};

function encode({ opcode, isFinal, reserved, isMasked, lengthBytes, payload, claimed }: Frame): Buffer {
  const length = claimed ?? BigInt(payload.length);
  const size = length > 65_535n || lengthBytes === 8 ? 8 : length > 125n || lengthBytes === 2 ? 2 : 0;
  const head = Buffer.alloc(2 + size);
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (isMasked ? 0x80 : 0) | (size === 8 ? 127 : size === 2 ? 126 : Number(length));
  if (size === 2) head.writeUInt16BE(Number(length), 2);
  if (size === 8) head.writeBigUInt64BE(length, 2);
  return Buffer.concat([head, ...(isMasked ? [Buffer.alloc(4)] : []), payload]);
}

/** What came of a stream of bytes. */
type Outcome = { readonly payload: Buffer; readonly said: readonly string[] };

async function settle(receiver: Receiver): Promise<void> {
  // Errors of a stream are told in a later tick.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  receiver.removeAllListeners();
}

function listen(receiver: Receiver, onMessage: (bytes: Buffer) => void): string[] {
  const said: string[] = [];
  const statusOf = (error: object) => {
    const [symbol] = Object.getOwnPropertySymbols(error);
    return symbol ? (error as Record<symbol, unknown>)[symbol] : 'none';
  };
  receiver.on('message', onMessage);
  receiver.on('ping', (bytes: Buffer) => said.push(`ping ${bytes.toString('hex')}`));
  receiver.on('pong', (bytes: Buffer) => said.push(`pong ${bytes.toString('hex')}`));
  receiver.on('conclude', (code: number, reason: Buffer) => said.push(`close ${code} ${reason.toString('hex')}`));
  receiver.on('error', (error: Error) => said.push(`error ${String(statusOf(error))}`));
  return said;
}

/** A receiver that has heard its close frame is given nothing more, as its socket does. */
function feed(receiver: Receiver, bytes: Buffer): void {
  if (!receiver.destroyed && !receiver.writableEnded) receiver.write(Buffer.from(bytes));
}

/** `ws` alone. */
async function byReceiver(chunks: readonly Buffer[]): Promise<Outcome> {
  const receiver = new Receiver({ maxPayload: LIMIT });
  const payload: Buffer[] = [];
  const said = listen(receiver, (bytes) => payload.push(bytes));
  for (const chunk of chunks) feed(receiver, chunk);
  await settle(receiver);
  return { payload: Buffer.concat(payload), said };
}

/** The cutter, with `ws` behind it for what it leaves. Chunks are overwritten after each push, as landing memory is. */
async function byCutter(chunks: readonly Buffer[]): Promise<Outcome> {
  const receiver = new Receiver({ maxPayload: LIMIT });
  const payload: Buffer[] = [];
  const keep = (bytes: Buffer) => void payload.push(Buffer.from(bytes));
  const said = listen(receiver, keep);
  const cutter = createFrameCutter(
    {
      onPayload: keep,
      onRest: (bytes) => feed(receiver, bytes),
    },
    LIMIT,
  );
  for (const chunk of chunks) {
    const landed = Buffer.from(chunk);
    cutter.push(landed);
    landed.fill(0xee);
  }
  await settle(receiver);
  return { payload: Buffer.concat(payload), said };
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

const payload = fc.oneof(
  { arbitrary: fc.uint8Array({ maxLength: 140 }), weight: 8 },
  {
    arbitrary: fc
      .constantFrom(0, 1, 125, 126, 127, 65_535, 65_536, 69_999, 70_001)
      .map((size) => Buffer.alloc(size, 7)),
    weight: 1,
  },
);
const lengthBytes = fc.constantFrom<0 | 2 | 8>(0, 0, 0, 2, 8);
const ordinary = {
  reserved: fc.constant(0),
  isMasked: fc.constant(false),
  lengthBytes,
  payload: payload.map((bytes) => Buffer.from(bytes)),
};
const control = fc.record({
  ...ordinary,
  lengthBytes: fc.constant<0>(0),
  payload: fc.uint8Array({ maxLength: 125 }).map((bytes) => Buffer.from(bytes)),
  opcode: fc.constantFrom(9, 10),
  isFinal: fc.constant(true),
});

/** A message in one to four frames, with control frames between them. */
const message = (opcode: number) =>
  fc
    .array(fc.tuple(fc.record({ ...ordinary }), fc.array(control, { maxLength: 2 })), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts.flatMap(([part, between], index): Frame[] => [
        { ...part, opcode: index === 0 ? opcode : 0, isFinal: index === parts.length - 1 },
        ...between,
      ]),
    );

const close = fc
  .constantFrom(Buffer.alloc(0), Buffer.from([3, 232]), Buffer.from([3, 233, 111, 107]))
  .map((bytes): Frame[] => [
    { opcode: 8, isFinal: true, reserved: 0, isMasked: false, lengthBytes: 0, payload: bytes },
  ]);

/** A message that is begun and not finished. */
const torn = message(2).map((frames): Frame[] => frames.map((frame) => ({ ...frame, isFinal: frame.opcode > 8 })));

/** Any frame at all, most of them forbidden where they stand. */
const wild = fc
  .record({
    opcode: fc.integer({ min: 0, max: 15 }),
    isFinal: fc.boolean(),
    reserved: fc.constantFrom(0, 0, 0, 1, 2, 4, 7),
    isMasked: fc.constantFrom(false, false, false, true),
    lengthBytes,
    payload: payload.map((bytes) => Buffer.from(bytes)),
    claimed: fc.option(fc.constantFrom(2n ** 64n - 1n, 2n ** 63n, 2n ** 53n, 2n ** 53n - 1n, 70_001n), {
      freq: 6,
      nil: undefined,
    }),
  })
  .map((frame): Frame[] => [frame]);

const stream = (...parts: fc.MaybeWeightedArbitrary<Frame[]>[]) =>
  fc.tuple(
    fc.array(fc.oneof(...parts), { maxLength: 8 }).map((messages) => Buffer.concat(messages.flat().map(encode))),
    fc.array(fc.nat(), { maxLength: 30 }),
  );

test('whatever is allowed arrives as with ws, however it is framed and split', async () => {
  const texts = fc
    .string({ unit: 'grapheme', maxLength: 60 })
    .map((text): Frame[] => [
      { opcode: 1, isFinal: true, reserved: 0, isMasked: false, lengthBytes: 0, payload: Buffer.from(text) },
    ]);
  const parts = stream(
    { arbitrary: message(2), weight: 10 },
    { arbitrary: control.map((one) => [one]), weight: 3 },
    texts,
    close,
  );
  await fc.assert(
    fc.asyncProperty(parts, async ([bytes, cuts]) => {
      const chunks = split(bytes, cuts);
      const expected = await byReceiver(chunks);
      const actual = await byCutter(chunks);
      expect(actual.said).toEqual(expected.said);
      // A message over the limit is told of in its middle: what came before of it was given on already.
      const isWhole = !expected.said.some((each) => each.startsWith('error'));
      if (isWhole) expect(actual.payload.equals(expected.payload)).toBe(true);
      else expect(actual.payload.subarray(0, expected.payload.length).equals(expected.payload)).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test('whatever is forbidden ends as with ws, and nothing that ws would deliver is missing or changed', async () => {
  const parts = stream(
    { arbitrary: message(2), weight: 4 },
    { arbitrary: message(1), weight: 1 },
    { arbitrary: wild, weight: 4 },
    torn,
    close,
  );
  await fc.assert(
    fc.asyncProperty(parts, async ([bytes, cuts]) => {
      const chunks = split(bytes, cuts);
      const expected = await byReceiver(chunks);
      const actual = await byCutter(chunks);
      expect(actual.said).toEqual(expected.said);
      expect(actual.payload.subarray(0, expected.payload.length).equals(expected.payload)).toBe(true);
      expect(actual.payload.length - expected.payload.length).toBeLessThanOrEqual(LIMIT);
    }),
    { numRuns: 1500 },
  );
});

test('any bytes at all are taken as by ws', async () => {
  const noise = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(), { maxLength: 30 }));
  await fc.assert(
    fc.asyncProperty(noise, async ([bytes, cuts]) => {
      const chunks = split(Buffer.from(bytes), cuts);
      const expected = await byReceiver(chunks);
      const actual = await byCutter(chunks);
      expect(actual.said).toEqual(expected.said);
      expect(actual.payload.subarray(0, expected.payload.length).equals(expected.payload)).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test('a header that comes byte by byte is judged as soon as it can be', () => {
  const rest: Buffer[] = [];
  const cutter = createFrameCutter({ onPayload: () => {}, onRest: (bytes) => rest.push(Buffer.from(bytes)) }, LIMIT);
  cutter.push(Buffer.from([0xc2]));
  expect(rest).toEqual([]);
  cutter.push(Buffer.from([0x7f]));
  expect(Buffer.concat(rest)).toEqual(Buffer.from([0xc2, 0x7f]));
  expect(cutter.isDone()).toBe(true);
});
