import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { readAsStream, readDirectly } from './direct-reads.ts';
import { createFrameCutter } from './frame-cutter.ts';
import { framedLength, writeFrames } from './frame-writer.ts';
import { giveLarge, takeLarge } from './large-buffers.ts';

/** An open WebSocket and the connection it runs over. */
export type FarSide = { readonly websocket: WebSocket; readonly socket: TLSSocket };

/** Up to this many bytes an allocation costs less than keeping a large buffer until they are written. */
const SMALL_BYTES = 4096;

/**
 * From now on the payload of all messages goes to `onBytes`, valid during the call only. Binary messages are cut out of
 * the frames while they arrive; everything else passes through the WebSocket, which also keeps the close handshake,
 * pings, and `pause` and `resume`. Call it before the WebSocket is resumed for the first time.
 */
export function receive({ websocket, socket }: FarSide, onBytes: (bytes: Buffer) => void, messageBytes: number): void {
  // Always a Buffer: `binaryType` is `nodebuffer`, and text is delivered as its bytes too.
  websocket.on('message', (message) => onBytes(message as Buffer));
  let early: Buffer[] | undefined = [];
  const cutter = createFrameCutter(
    {
      onPayload: onBytes,
      onRest(bytes) {
        const copy = Buffer.from(bytes);
        if (early) early.push(copy);
        else socket.push(copy);
        if (cutter.isDone()) readAsStream(socket);
      },
    },
    messageBytes,
  );
  const first = readDirectly(socket, cutter.push);
  if (first) cutter.push(first);
  // Not pushed: the connection may have ended behind them.
  if (early.length > 0) socket.unshift(Buffer.concat(early));
  early = undefined;
}

/** Sends these bytes as binary messages; they may be changed as soon as this returns. `onFlushed` follows in any case. */
export function send({ websocket, socket }: FarSide, bytes: Buffer, onFlushed: (error?: Error | null) => void): void {
  if (websocket.readyState !== WebSocket.OPEN) {
    process.nextTick(onFlushed, new Error('the far end is closing'));
    return;
  }
  const needed = framedLength(bytes.length);
  if (bytes.length <= SMALL_BYTES) {
    const frame = Buffer.allocUnsafe(needed);
    socket.write(frame.subarray(0, writeFrames(bytes, frame)), onFlushed);
    return;
  }
  const large = takeLarge();
  const frames = needed <= large.length ? large : Buffer.allocUnsafeSlow(needed);
  socket.write(frames.subarray(0, writeFrames(bytes, frames)), (error) => {
    giveLarge(large);
    onFlushed(error);
  });
}
