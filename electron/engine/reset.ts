import type { Socket } from 'node:net';

/**
 * Ends a connection with a reset and nothing but a reset. Node's own `resetAndDestroy` sends a FIN first, and a program
 * that reads it takes what it got for the whole. What is still queued here is dropped.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded && socket.writableLength === 0) {
    // All bytes and the FIN are out already: there is nothing left to be untrue about.
    socket.destroy();
    return;
  }
  socket.destroySoon = () => {
    socket.destroy();
  };
  socket.resetAndDestroy();
}
