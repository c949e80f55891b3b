import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { ProxyTarget } from '../../electron/base/proxy.ts';
import type { Certificate } from '../platform/certificates.ts';
import { createFacts } from './gateway-facts.ts';

/** A CONNECT request as it reached the proxy. */
type Connect = { readonly target: string; readonly headers: IncomingMessage['headers'] };

export type ConnectProxy = {
  readonly port: number;
  /** As a resolver would give it. */
  readonly target: ProxyTarget;
  readonly connects: readonly Connect[];
  /** Names that only the proxy knows, and the local ports they lead to. */
  readonly names: Map<string, number>;
  /** Answers instead of the proxy, with whatever it likes. */
  answer: ((socket: Socket, connect: Connect) => void) | undefined;
  /** Sockets of clients that are open now. */
  readonly open: () => number;
  /** Resolves when the fact holds; looked at whenever a client comes, asks or goes. */
  readonly until: (fact: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type ConnectProxyOptions = {
  /** `user:password` that clients have to give. */
  readonly login?: string;
  /** Spoken to inside TLS with this certificate, for `localhost`. */
  readonly certificate?: Certificate;
};

const NEEDS_LOGIN = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\n\r\n';

/** A real forward proxy. */
export async function startConnectProxy({ login, certificate }: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const server: Server = certificate ? createTlsServer({ ...certificate }) : createServer();
  const sockets = new Set<Socket>();
  const connects: Connect[] = [];
  const names = new Map<string, number>();
  const facts = createFacts();
  const authorization = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;

  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      facts.check();
    });
    facts.check();
  });
  server.on('tlsClientError', () => {});

  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    const asked = { target: request.url ?? '', headers: request.headers };
    connects.push(asked);
    facts.check();
    socket.on('error', () => {});
    if (proxy.answer) {
      // One that is not read does not notice its end, and Node leaves its half open.
      socket.resume().on('end', () => socket.end());
      return proxy.answer(socket, asked);
    }
    if (authorization !== undefined && request.headers['proxy-authorization'] !== authorization) {
      return void socket.end(NEEDS_LOGIN);
    }
    const [host = '', port = ''] = asked.target.split(/:(?=\d+$)/);
    const upstream = connect({ host: '127.0.0.1', port: names.get(host) ?? Number(port), noDelay: true });
    sockets.add(upstream);
    upstream.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    upstream.on('close', () => {
      sockets.delete(upstream);
      socket.destroy();
    });
    socket.on('close', () => upstream.destroy());
  });

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const proxy: ConnectProxy = {
    port,
    target: {
      host: 'localhost',
      port,
      isTls: certificate !== undefined,
      ...(authorization !== undefined && { authorization }),
    },
    connects,
    names,
    answer: undefined,
    open: () => sockets.size,
    until: facts.until,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
