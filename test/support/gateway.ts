import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { WebSocketServer, type WebSocket } from 'ws';
import { createFacts } from './gateway-facts.ts';
import { joinTcp, joinUdp, type Upstream } from './gateway-upstream.ts';

/** A tunnel request as it reached the gateway. */
export type Upgrade = {
  readonly instance: string;
  readonly port: number;
  readonly headers: IncomingMessage['headers'];
  readonly isResumed: boolean;
  /** Which TLS connection carried it, counted from 1. */
  readonly handshake: number;
};

/** What a test wants instead of the ordinary answer. `hang` never answers; `status` refuses. */
export type Verdict =
  | 'hang'
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

export type TestGateway = {
  /** PEM of the authority to trust. */
  readonly ca: string;
  readonly certificate: { readonly ca: string; readonly key: string };
  readonly port: number;
  /** The token it accepts now; dials with another one get 401. */
  token: string;
  /** Instances that run, and where their ports lead. */
  readonly instances: Map<string, (port: number) => Upstream>;
  /** Asked before every upgrade; awaiting in it delays the answer. */
  decide: (upgrade: Upgrade) => Promise<Verdict | undefined> | Verdict | undefined;
  /** Called with each accepted WebSocket in place of joining it with an upstream. */
  serve: ((websocket: WebSocket, upgrade: Upgrade) => void) | undefined;
  readonly upgrades: readonly Upgrade[];
  /** Close codes of tunnels that have ended, in order. */
  readonly closeCodes: readonly number[];
  /** Open WebSockets. */
  readonly open: () => number;
  /** TLS connections open now, and all there ever were. */
  readonly sockets: () => number;
  readonly handshakes: () => number;
  readonly pings: () => number;
  /** Resolves when the fact holds; checked at each upgrade, close, ping and TLS connection. */
  readonly until: (fact: () => boolean) => Promise<void>;
  readonly url: (instance: string, port: number) => string;
  /** Tears the TCP connections of all tunnels down without a close frame. */
  readonly drop: () => void;
  /** Ends the TCP connections of all tunnels in order (FIN), but without a close frame. */
  readonly hangUp: () => void;
  /** Closes all tunnels with this code. */
  readonly closeAll: (code: number) => void;
  /** Closes TLS connections on which nothing was asked yet. */
  readonly dropIdle: () => void;
  /** Those connections answer nothing from now on. */
  readonly freezeIdle: () => void;
  /** From now on existing links neither read nor answer, as if the network had swallowed them. */
  readonly freeze: () => void;
  /** Frozen links see what has happened to them meanwhile. */
  readonly thaw: () => void;
  readonly close: () => Promise<void>;
};

let certificate: Promise<{ cert: string; private: string }> | undefined;

/** One key per process: making it is the slowest part of a test. */
function localCertificate() {
  certificate ??= generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return certificate;
}

const PATH = /^\/tunnel\/.*\/instance\/([^/]+)\/port\/(\d+)$/;

/** A gateway as the reference describes it: TLS, one WebSocket per connection, real upstreams behind it. */
export async function startGateway(): Promise<TestGateway> {
  const { cert, private: key } = await localCertificate();
  const server = createServer({ cert, key });
  const accepter = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sockets = new Set<Socket>();
  const websockets = new Map<WebSocket, Socket>();
  const upgrades: Upgrade[] = [];
  const closeCodes: number[] = [];
  const facts = createFacts();
  let handshakes = 0;
  let pings = 0;

  /** TLS connections without a request, and their numbers. */
  const idle = new Map<Socket, number>();
  const frozen = new Set<Socket>();
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes += 1;
    idle.set(socket, handshakes);
    socket.on('close', () => idle.delete(socket));
    facts.check();
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      facts.check();
    });
  });
  server.on('tlsClientError', () => {});

  function refuse(socket: Socket, { status, body = '', headers = {} }: Exclude<Verdict, 'hang'>): void {
    const lines = Object.entries({
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
      ...headers,
    });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 ${status} No\r\n${head}\r\n${body}`);
  }

  function accept(request: IncomingMessage, socket: Socket, upgrade: Upgrade, join: (websocket: WebSocket) => void) {
    accepter.handleUpgrade(request, socket, Buffer.alloc(0), (websocket) => {
      websockets.set(websocket, socket);
      websocket.on('error', () => {});
      websocket.on('ping', () => {
        pings += 1;
        facts.check();
      });
      websocket.on('close', (code) => {
        websockets.delete(websocket);
        closeCodes.push(code);
        facts.check();
      });
      if (gateway.serve) gateway.serve(websocket, upgrade);
      else join(websocket);
      facts.check();
    });
  }

  async function onUpgrade(request: IncomingMessage, socket: Socket): Promise<void> {
    socket.on('error', () => {});
    const [, instance = '', port = ''] = PATH.exec(request.url ?? '') ?? [];
    const isResumed = (socket as TLSSocket).isSessionReused();
    const handshake = idle.get(socket) ?? 0;
    idle.delete(socket);
    const upgrade = { instance, port: Number(port), headers: request.headers, isResumed, handshake };
    if (frozen.has(socket)) return;
    upgrades.push(upgrade);
    facts.check();
    const verdict = await gateway.decide(upgrade);
    if (verdict === 'hang' || socket.destroyed) return;
    if (verdict) return refuse(socket, verdict);
    if (request.headers.authorization !== `Bearer ${gateway.token}`) return refuse(socket, message(401, 'bad token'));
    const place = gateway.instances.get(instance)?.(upgrade.port);
    if (gateway.serve) return accept(request, socket, upgrade, () => {});
    if (!place) return refuse(socket, message(404, `Instance ${instance} not found`));
    if (place.protocol === 'udp') return accept(request, socket, upgrade, (websocket) => joinUdp(websocket, place));
    const upstream = connect({ host: place.host, port: place.port, allowHalfOpen: true, noDelay: true });
    upstream.on('error', () => refuse(socket, message(502, 'connection refused')));
    upstream.on('connect', () => {
      upstream.removeAllListeners('error').on('error', () => {});
      // The client may have given up meanwhile; then there is nothing to join it with.
      if (!socket.writable || !socket.readable) upstream.destroy();
      accept(request, socket, upgrade, (websocket) => joinTcp(websocket, upstream));
    });
  }

  server.on('upgrade', (request, socket) => void onUpgrade(request, socket as Socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  const gateway: TestGateway = {
    ca: cert,
    certificate: { ca: cert, key },
    port,
    token: 'token-one',
    instances: new Map(),
    decide: () => undefined,
    serve: undefined,
    upgrades,
    closeCodes,
    open: () => websockets.size,
    sockets: () => sockets.size,
    handshakes: () => handshakes,
    pings: () => pings,
    until: facts.until,
    url: (instance, number) =>
      `wss://localhost:${port}/tunnel/projects/demo/services/web/instance/${instance}/port/${number}`,
    drop() {
      for (const socket of websockets.values()) socket.destroy();
    },
    hangUp() {
      for (const socket of websockets.values()) socket.end();
    },
    closeAll(code) {
      for (const websocket of websockets.keys()) websocket.close(code);
    },
    dropIdle() {
      for (const socket of idle.keys()) socket.destroy();
    },
    freezeIdle() {
      for (const socket of idle.keys()) frozen.add(socket);
    },
    freeze() {
      for (const websocket of websockets.keys()) websocket.pause();
    },
    thaw() {
      for (const websocket of websockets.keys()) websocket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return gateway;
}

function message(status: number, text: string): Exclude<Verdict, 'hang'> {
  return { status, body: JSON.stringify({ message: text }), headers: { 'content-type': 'application/json' } };
}
