import { once } from 'node:events';
import {
  createServer as createWebServer,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createFacts } from '../support/gateway-facts.ts';
import type { Upstream } from '../support/gateway-upstream.ts';
import { cleanUp } from './clean-up.ts';

/** A real TCP server that stands for the workload inside the cluster. */
export type Workload = {
  readonly at: () => Upstream;
  /** Sockets that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** All bytes that arrived, of all connections. */
  readonly received: () => Buffer;
  readonly receivedBytes: () => number;
  readonly connections: () => number;
  /** Resolves when the fact holds; checked whenever a socket opens, closes or brings bytes. */
  readonly until: (fact: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function startWorkload(onSocket: (socket: Socket) => void): Promise<Workload> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  const facts = createFacts();
  let connections = 0;
  let receivedBytes = 0;
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      facts.check();
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      receivedBytes += chunk.length;
      facts.check();
    });
    onSocket(socket);
    facts.check();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const workload: Workload = {
    at: () => ({ host: '127.0.0.1', port }),
    sockets,
    received: () => Buffer.concat(chunks),
    receivedBytes: () => receivedBytes,
    connections: () => connections,
    until: facts.until,
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

/** A real web server that stands for the workload; closed when the test ends. */
export async function startWeb(onRequest: RequestListener): Promise<Pick<Workload, 'at'>> {
  const server = createWebServer(onRequest);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return { at: () => ({ host: '127.0.0.1', port }) };
}

/** The status of the answer, which has been read to its end. */
export async function statusOf(asked: ClientRequest): Promise<number | undefined> {
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'close');
  return response.statusCode;
}
