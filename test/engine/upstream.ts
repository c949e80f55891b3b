import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Upstream } from '../support/gateway.ts';
import { cleanUp } from './clean-up.ts';

/** A real TCP server that stands for the workload inside the cluster. */
export type Workload = {
  readonly at: () => Upstream;
  /** Sockets that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** All bytes that arrived, of all connections. */
  readonly received: () => Buffer;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

export async function startWorkload(onSocket: (socket: Socket) => void): Promise<Workload> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  let connections = 0;
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => chunks.push(chunk));
    onSocket(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const workload: Workload = {
    at: () => ({ host: '127.0.0.1', port }),
    sockets,
    received: () => Buffer.concat(chunks),
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  cleanUp(workload.close);
  return workload;
}

/** Sends back what it gets, and ends when the other side does. */
export function startEcho(): Promise<Workload> {
  return startWorkload((socket) => socket.pipe(socket));
}
