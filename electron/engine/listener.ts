import { createServer, type Socket } from 'node:net';
import { openDatagramPort } from './datagram.ts';
import { adopt } from './direct-reads.ts';
import type { Liveness } from './liveness.ts';
import type { Reach } from './reach.ts';
import { reset } from './reset.ts';
import type { Counter } from './traffic.ts';

/** A bound local port, TCP or UDP. */
export type LocalPort = {
  readonly host: string;
  readonly port: number;
  /** Frees the port before it returns; resolves when the last socket accepted here has gone too. Idempotent. */
  readonly close: () => Promise<void>;
  /** The network may have changed. */
  readonly check?: () => void;
};

/** All sockets that are open in this process. */
const open = new Set<Socket>();

/** The system ends what a process leaves behind in order, so that part of a download would look like all of it. */
function resetAll(): void {
  for (const socket of open) reset(socket);
}

function resetAtExit(socket: Socket): void {
  if (open.size === 0) process.on('exit', resetAll);
  open.add(socket);
  socket.once('close', () => {
    open.delete(socket);
    if (open.size === 0) process.off('exit', resetAll);
  });
}

/**
 * Binds one TCP port or rejects with the system's error. Sockets come paused, with an error listener already on them: an
 * error without a listener would end the process.
 */
export function listenTcp({
  host,
  port,
  onSocket,
}: {
  readonly host: string;
  readonly port: number;
  readonly onSocket: (socket: Socket) => void;
}): Promise<LocalPort> {
  const server = createServer({
    // A client that has sent its request and shut down its sending side still waits for the answer.
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    highWaterMark: 64 * 1024,
  });
  const sockets = new Set<Socket>();
  server.on('connection', (accepted: Socket) => {
    const socket = adopt(accepted);
    sockets.add(socket);
    resetAtExit(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  async function close(): Promise<void> {
    const ends = [...sockets].map((socket) => new Promise((ended) => socket.once('close', ended)));
    await Promise.all([new Promise((closed) => server.close(closed)), ...ends]);
  }

  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      // Later errors are those of a single accept (no file descriptors left): that client is lost, the port is not.
      server.on('error', () => {});
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('bound to something that is not a port'));
        return;
      }
      let closed: Promise<void> | undefined;
      resolve({
        host: address.address,
        port: address.port,
        close: () => (closed ??= close()),
      });
    });
  });
}

/** Binds one UDP port: each local program that sends to it gets a far end of its own. Rejects with the system's error. */
export async function listenUdp({
  host,
  port,
  reach,
  liveness,
  counter,
}: {
  readonly host: string;
  readonly port: number;
  readonly reach: () => Reach;
  readonly liveness: Liveness;
  readonly counter: Counter;
}): Promise<LocalPort> {
  const datagrams = await openDatagramPort({
    host,
    port,
    open: async (signal) => (await reach().open(signal)).websocket,
    onTraffic: counter,
    onLost: (code) => {
      if (code !== 1000 && code !== 1005) reach().suspect();
    },
    watch: (websocket) => liveness.watch(websocket).stop,
  });
  return { ...datagrams.address, close: () => datagrams.close(), check: datagrams.check };
}
