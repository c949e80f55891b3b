import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export const ROUND_TRIP_MS = 50;

/** Hands each chunk on `delayMs` after it came, in order; an end too. Until `firstMs` have passed, nothing has arrived. */
function delay(from: Socket, to: Socket, { delayMs, firstMs }: { readonly delayMs: number; readonly firstMs: number }) {
  const readyAt = performance.now() + firstMs;
  const queue: (() => void)[] = [];
  const later = (act: () => void) => {
    queue.push(act);
    setTimeout(() => queue.shift()?.(), Math.max(0, readyAt - performance.now()) + delayMs);
  };
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}

/**
 * A way to `port` that takes `roundTripMs` there and back. A relay cannot delay the TCP handshake itself, since the
 * kernel answers it: its round trip is added to the first chunk that the client sends.
 */
export async function startRelay(port: number, roundTripMs: number): Promise<number> {
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) socket.on('error', () => {});
    delay(near, far, { delayMs: roundTripMs / 2, firstMs: roundTripMs });
    delay(far, near, { delayMs: roundTripMs / 2, firstMs: 0 });
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  });
  return (server.address() as AddressInfo).port;
}
