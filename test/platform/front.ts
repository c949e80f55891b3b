import net from 'node:net';
import type { Duplex } from 'node:stream';
import { joinSlowly, type Shape } from './faults/link.ts';

/**
 * The public port. Raw TCP is accepted here and handed on to the TLS server, so that a test can take the port away,
 * reset a connection below TLS, or make the way long and narrow.
 */
export type Front = {
  readonly port: number;
  readonly shape: Shape;
  /** The TCP socket of the client behind a TLS connection; it is the one to reset. */
  readonly clientOf: (secure: Duplex) => net.Socket | undefined;
  readonly connections: () => number;
  readonly stop: (options: { readonly dropOpen: boolean }) => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openFront(wishedPort: number, accept: (socket: net.Socket) => void): Promise<Front> {
  const clients = new Map<string, net.Socket>();
  const open = new Set<net.Socket>();
  const shape: Shape = { oneWayMs: 0, bytesPerSecond: 0 };
  let inner: net.Server | undefined;
  let listening: net.Server[] = [];

  function arrive(client: net.Socket): void {
    open.add(client);
    client.setNoDelay(true);
    client.on('error', () => client.destroy());
    client.on('close', () => open.delete(client));
    if (shape.oneWayMs === 0 && shape.bytesPerSecond === 0) {
      remember(wireKey(client.localPort, client.remoteAddress, client.remotePort), client);
      accept(client);
    } else {
      void slowDown(client);
    }
  }

  function remember(key: string, client: net.Socket): void {
    clients.set(key, client);
    client.on('close', () => {
      if (clients.get(key) === client) clients.delete(key);
    });
  }

  /** TLS over a JavaScript stream is slow and lacks addresses, hence a second hop over loopback. */
  async function slowDown(client: net.Socket): Promise<void> {
    client.pause();
    inner ??= await listen(net.createServer({ allowHalfOpen: true }, accept), '127.0.0.1', 0);
    const gateway = net.connect({
      host: '127.0.0.1',
      port: portOf(inner),
      allowHalfOpen: true,
      noDelay: true,
    });
    gateway.on('error', () => gateway.destroy());
    gateway.on('connect', () => {
      remember(wireKey(gateway.remotePort, gateway.localAddress, gateway.localPort), client);
    });
    joinSlowly(client, gateway, shape);
  }

  async function start(port: number): Promise<net.Server[]> {
    const options = { allowHalfOpen: true };
    const first = await listen(net.createServer(options, arrive), '127.0.0.1', port);
    const bound = portOf(first);
    try {
      // `localhost` is ::1 first on many machines; without a listener there each connection would cost a refusal.
      return [first, await listen(net.createServer(options, arrive), '::1', bound)];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return [first];
      await shut(first);
      if (port === 0) return await start(0);
      throw error;
    }
  }

  function drop(): void {
    for (const socket of open) socket.resetAndDestroy();
  }

  listening = await start(wishedPort);
  const port = portOf(listening[0] as net.Server);

  return {
    port,
    shape,
    clientOf(secure) {
      const { localPort, remoteAddress, remotePort } = secure as net.Socket;
      return clients.get(wireKey(localPort, remoteAddress, remotePort));
    },
    connections: () => open.size,
    async stop({ dropOpen }) {
      const closing = listening;
      listening = [];
      // A server's close waits for its connections, but the port is free at once.
      for (const server of closing) server.close();
      if (dropOpen) drop();
      await Promise.resolve();
    },
    async resume() {
      if (listening.length === 0) listening = await start(port);
    },
    async close() {
      // Not reset: a socket whose end is on its way cannot be, and its handle would stay for good, with the server waiting for it.
      for (const server of [...listening, ...(inner ? [inner] : [])]) server.close();
      listening = [];
      for (const socket of open) socket.destroy();
      await Promise.resolve();
    },
  };
}

/** A connection as the TLS server sees it; the server's port is part of it because there are two ways in. */
function wireKey(serverPort?: number, clientAddress?: string, clientPort?: number): string {
  return `${serverPort} ${clientAddress} ${clientPort}`;
}

async function listen(server: net.Server, host: string, port: number): Promise<net.Server> {
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function portOf(server: net.Server): number {
  return (server.address() as net.AddressInfo).port;
}

async function shut(server: net.Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
