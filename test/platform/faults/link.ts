import type { Socket } from 'node:net';

/** Of the way between client and gateway; 0 means none. May change while links are open. */
export type Shape = { oneWayMs: number; bytesPerSecond: number };

/** Bytes on the way in one direction before the sender is held back: more than a kernel's socket buffer holds. */
const IN_FLIGHT_LIMIT = 4 * 1024 * 1024;
/** A bandwidth limit passes pieces of this duration, so that bytes trickle instead of coming in bursts. */
const PIECE_MS = 10;

type Parcel = { readonly chunk: Buffer | undefined; readonly dueAt: number };

/** Joins two sockets by a wire that is slow as `shape` says. Data, end and reset pass in both directions. */
export function joinSlowly(client: Socket, gateway: Socket, shape: Shape): void {
  lane(client, gateway, shape);
  lane(gateway, client, shape);
  for (const [from, to] of [
    [client, gateway],
    [gateway, client],
  ] as const) {
    from.on('error', () => to.resetAndDestroy());
    // The gateway's side is closed only after what it sent has passed the wire; the client's loss is known at once.
    from.on('close', () => {
      if (from === client) to.destroy();
    });
  }
}

function lane(from: Socket, to: Socket, shape: Shape): void {
  const wire: Parcel[] = [];
  let inFlight = 0;
  let busyUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  function send(chunk: Buffer | undefined): void {
    const now = performance.now();
    const takes = shape.bytesPerSecond > 0 ? ((chunk?.length ?? 0) / shape.bytesPerSecond) * 1000 : 0;
    busyUntil = Math.max(now, busyUntil) + takes;
    wire.push({ chunk, dueAt: busyUntil + shape.oneWayMs });
    inFlight += chunk?.length ?? 0;
    if (inFlight > IN_FLIGHT_LIMIT) from.pause();
    arm();
  }

  function arm(): void {
    const head = wire[0];
    if (!head || timer) return;
    timer = setTimeout(deliver, Math.max(0, head.dueAt - performance.now()));
  }

  function deliver(): void {
    timer = undefined;
    while (wire[0] && wire[0].dueAt <= performance.now() + 0.5) {
      const { chunk } = wire.shift() as Parcel;
      if (to.destroyed) return;
      if (!chunk) {
        to.end();
        return;
      }
      inFlight -= chunk.length;
      if (!to.write(chunk)) {
        to.once('drain', arm);
        return;
      }
    }
    if (inFlight < IN_FLIGHT_LIMIT / 2) from.resume();
    arm();
  }

  from.on('data', (chunk: Buffer) => {
    const piece = shape.bytesPerSecond > 0 ? Math.max(1024, (shape.bytesPerSecond * PIECE_MS) / 1000) : chunk.length;
    for (let at = 0; at < chunk.length; at += piece) send(chunk.subarray(at, at + piece));
  });
  // It may have been paused until this moment.
  from.resume();
  from.on('end', () => send(undefined));
  to.on('close', () => {
    clearTimeout(timer);
    timer = undefined;
    wire.length = 0;
    from.destroy();
  });
}
