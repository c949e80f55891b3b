import { connect, type Socket } from 'node:net';
import { addressOf, pause, SHARDS, TCP_ECHO, type Member } from '../cast.ts';
import { differenceAt, patternAt } from './pattern.ts';
import { forked, repeat, STUCK_MS, StuckError, type LoadParts } from './worker.ts';

type Stream = {
  readonly load: string;
  readonly member: Member;
  readonly port: number;
  readonly bytes: number;
  /** Written at once. */
  readonly pieceBytes: number;
  /** Between two pieces. */
  readonly restMs: number;
  /** `answered`: closes when all has come back. `half-closed`: ends its side first and waits for the far end's. */
  readonly manner: 'answered' | 'half-closed';
};

let streams = 0;

/** Sends a pattern to the echo and compares what comes back, byte by byte. Rejects where the connection was cut. */
async function run(parts: LoadParts, stream: Stream): Promise<void> {
  const { addresses, book, signal } = parts;
  const { load, member, bytes } = stream;
  const address = addressOf(addresses, member, stream.port);
  streams += 1;
  const id = streams;
  const openedAt = Date.now();
  const socket = connect({ ...address, allowHalfOpen: true, noDelay: true });
  let received = 0;
  let isWrong = false;

  const ended = new Promise<void>((resolve, reject) => {
    const stuck = setTimeout(() => {
      socket.destroy();
      reject(new StuckError(`${load} ${id} to ${member}:${stream.port}: silent at byte ${received} of ${bytes}`));
    }, STUCK_MS);
    const settle = (act: () => void) => {
      clearTimeout(stuck);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      act();
    };
    const stop = () => settle(resolve);
    signal.addEventListener('abort', stop, { once: true });
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => settle(() => reject(new Error('closed'))));
    socket.on('data', (chunk: Buffer) => {
      stuck.refresh();
      const difference = isWrong ? undefined : differenceAt(id, received, chunk);
      received += chunk.length;
      if (difference !== undefined || received > bytes) {
        isWrong = true;
        book.violation(load, difference ?? `stream ${id}: ${received} bytes came back, ${bytes} were sent`);
        settle(resolve);
      } else if (received === bytes && stream.manner === 'answered') settle(resolve);
    });
    socket.on('end', () => {
      if (received < bytes) {
        const what = `stream ${id} (${stream.manner}) ended in order at byte ${received} of ${bytes}`;
        book.cleanEnd({ load, member, openedAt, what });
      }
      settle(resolve);
    });
  });

  const [sent, end] = await Promise.allSettled([send(socket, id, stream), ended]);
  if (end.status === 'rejected') throw end.reason;
  if (sent.status === 'rejected' && !signal.aborted && received < bytes) throw sent.reason;
  if (received === bytes) book.done(load, bytes);
}

async function send(socket: Socket, id: number, { bytes, pieceBytes, restMs, manner }: Stream): Promise<void> {
  for (let sent = 0; sent < bytes && !socket.destroyed;) {
    const piece = patternAt(id, sent, Math.min(pieceBytes, bytes - sent));
    sent += piece.length;
    if (!socket.write(piece)) await drained(socket);
    if (restMs > 0) await pause(restMs);
  }
  if (manner === 'half-closed') socket.end();
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
    if (socket.destroyed) done();
  });
}

/** One short exchange over a new connection; rejects if it fails. */
export async function echoOnce(parts: LoadParts, member: Member, port: number): Promise<void> {
  const stream = { load: 'probe', member, port, bytes: 300, pieceBytes: 300, restMs: 0, manner: 'answered' } as const;
  await run(parts, stream);
}

export function startStreams(given: LoadParts): Promise<void>[] {
  const shape = (manner: Stream['manner'], member: Member, port: number) =>
    ({ load: `tcp ${manner}`, member, port, manner }) as const;
  const fast = (manner: Stream['manner'], parts: LoadParts) =>
    repeat(`tcp ${manner}`, parts, 150, () =>
      run(parts, {
        ...shape(manner, 'tcp-echo', TCP_ECHO),
        bytes: parts.random.between(1, 4 * 1024 * 1024),
        pieceBytes: parts.random.between(1000, 128 * 1024),
        restMs: parts.random.between(0, 1) * 5,
      }),
    );
  // Lives for minutes and says little: this is the kind of connection that dies without a word.
  const slow = (parts: LoadParts) =>
    repeat('tcp slow', parts, 100, () =>
      run(parts, {
        ...shape('answered', 'ingest', parts.random.pick(SHARDS)),
        load: 'tcp slow',
        bytes: parts.random.between(10_000, 120_000),
        pieceBytes: 700,
        restMs: parts.random.between(50, 1_000),
      }),
    );
  const short = (parts: LoadParts) =>
    repeat('tcp short', parts, 80, () =>
      run(parts, {
        ...shape(parts.random.pick(['answered', 'half-closed'] as const), 'ingest', parts.random.pick(SHARDS)),
        load: 'tcp short',
        bytes: parts.random.between(1, 5_000),
        pieceBytes: 1400,
        restMs: 0,
      }),
    );
  return [
    fast('answered', forked(given)),
    fast('half-closed', forked(given)),
    ...Array.from({ length: 6 }, () => slow(forked(given))),
    ...Array.from({ length: 2 }, () => short(forked(given))),
  ];
}
