import type { Socket } from 'node:net';

/**
 * Lets an accepted socket read into memory of ours, as `onread` does for sockets that one connects: Node has no option
 * for servers, but the same fields. A gateway that allocates for each read would cost as much as the client it measures.
 * Where the fields are missing, `data` events serve.
 */
export function readInto(socket: Socket, buffer: Buffer, take: (bytes: Buffer) => void): void {
  const { _handle: handle } = socket as unknown as { _handle?: { useUserBuffer?: (buffer: Buffer) => void } };
  const fields = new Map(Object.getOwnPropertySymbols(socket).map((symbol) => [symbol.description, symbol]));
  const keys = ['kBuffer', 'kBufferCb', 'kBufferGen'].map((name) => fields.get(name));
  const [bufferKey, callbackKey, generatorKey] = keys;
  if (!handle?.useUserBuffer || !bufferKey || !callbackKey || !generatorKey) {
    socket.on('data', take);
    return;
  }
  const inside = socket as unknown as Record<symbol, unknown>;
  inside[bufferKey] = buffer;
  inside[generatorKey] = null;
  inside[callbackKey] = (length: number) => {
    take(buffer.subarray(0, length));
    return !socket.isPaused();
  };
  handle.useUserBuffer(buffer);
  socket.resume();
}
