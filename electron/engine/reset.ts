import type { Socket } from 'node:net';

/** Ends a connection with a reset, so that no program takes what it got for the whole. What is still queued here is dropped. */
export function reset(socket: Socket): void {
  // All bytes and the FIN are out or on their way: there is nothing left to be untrue about. A reset at this moment
  // would fail inside Node (EINVAL while shutting down), and the handle would stay open for good.
  if (socket.writableEnded && socket.writableLength === 0) socket.destroy();
  else socket.resetAndDestroy();
}
