import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { openDatagramPort, type DatagramPort, type DatagramRequest } from '../../electron/engine/datagram.ts';

/** A gateway that upgrades everything; each test says what its tunnels answer. */
export type DatagramGateway = {
  readonly open: (signal: AbortSignal) => Promise<WebSocket>;
  /** Gateway ends of all tunnels so far, in the order they were opened. */
  readonly tunnels: readonly WebSocket[];
  /** The gateway end of tunnel `index`, which may still be to come. */
  readonly tunnel: (index: number) => Promise<WebSocket>;
  /** Every tunnel, also those to come, answers by `respond`. */
  readonly answer: (respond: (message: Buffer, websocket: WebSocket) => void) => void;
  readonly close: () => Promise<void>;
};

export async function startDatagramGateway({ autoPong = true } = {}): Promise<DatagramGateway> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, autoPong });
  const tunnels: WebSocket[] = [];
  let respond: (message: Buffer, websocket: WebSocket) => void = () => {};
  server.on('connection', (websocket) => {
    websocket.on('error', () => {});
    websocket.on('message', (data: RawData) => respond(data as Buffer, websocket));
    tunnels.push(websocket);
    server.emit('tunnel');
  });
  await once(server, 'listening');
  return {
    tunnels,
    open: (signal) =>
      new Promise((resolve, reject) => {
        const websocket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
        const onAbort = () => websocket.terminate();
        signal.addEventListener('abort', onAbort, { once: true });
        websocket.once('error', reject);
        websocket.once('open', () => {
          // Within the event: a message that came with the upgrade would be emitted before any promise goes on.
          websocket.pause();
          signal.removeEventListener('abort', onAbort);
          resolve(websocket);
        });
      }),
    async tunnel(index) {
      while (tunnels.length <= index) await once(server, 'tunnel');
      return tunnels[index] as WebSocket;
    },
    answer: (how) => (respond = how),
    async close() {
      for (const websocket of server.clients) websocket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A local program with a UDP socket of its own. */
export type Program = {
  readonly send: (text: string | Buffer) => Promise<void>;
  /** The next datagram that arrives, or has arrived and was not asked for yet. */
  readonly receive: () => Promise<Buffer>;
  readonly close: () => void;
};

export async function startProgram(to: DatagramPort): Promise<Program> {
  const isV6 = to.address.host.includes(':');
  const socket: Socket = createSocket(isV6 ? 'udp6' : 'udp4');
  const inbox: Buffer[] = [];
  socket.on('message', (message) => {
    inbox.push(message);
    socket.emit('mail');
  });
  socket.bind(0, isV6 ? '::1' : '127.0.0.1');
  await once(socket, 'listening');
  socket.setSendBufferSize(1024 * 1024);
  socket.setRecvBufferSize(1024 * 1024);
  return {
    send: (text) =>
      new Promise((resolve, reject) => {
        socket.send(text, to.address.port, to.address.host, (error) => (error ? reject(error) : resolve()));
      }),
    async receive() {
      while (inbox.length === 0) await once(socket, 'mail');
      return inbox.shift() as Buffer;
    },
    close: () => socket.close(),
  };
}

/** Runs `act` with a gateway, a port and a maker of programs, and closes all of them. */
export async function withPort(
  request: Partial<DatagramRequest>,
  act: (room: {
    readonly gateway: DatagramGateway;
    readonly port: DatagramPort;
    readonly program: () => Promise<Program>;
  }) => Promise<void>,
): Promise<void> {
  const gateway = await startDatagramGateway();
  const port = await openDatagramPort({ host: '127.0.0.1', port: 0, open: gateway.open, ...request });
  const programs: Program[] = [];
  const program = async () => {
    const one = await startProgram(port);
    programs.push(one);
    return one;
  };
  try {
    await act({ gateway, port, program });
  } finally {
    for (const one of programs) one.close();
    await port.close();
    await gateway.close();
  }
}

/** Gateways that a test makes before its port, so that `open` may choose. */
export async function withGateways(
  options: readonly { readonly autoPong?: boolean }[],
  act: (gateways: readonly DatagramGateway[]) => Promise<void>,
): Promise<void> {
  const gateways = await Promise.all(options.map((each) => startDatagramGateway(each)));
  try {
    await act(gateways);
  } finally {
    for (const gateway of gateways) await gateway.close();
  }
}

/** A promise with its ends outside. */
export function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A list that can be waited for: `at(n)` resolves once it has n + 1 entries. */
export function recorder<T>(): {
  readonly add: (value: T) => void;
  readonly list: readonly T[];
  readonly at: (index: number) => Promise<T>;
} {
  const list: T[] = [];
  let wake = deferred<void>();
  return {
    list,
    add(value) {
      list.push(value);
      wake.resolve();
      wake = deferred<void>();
    },
    async at(index) {
      while (list.length <= index) await wake.promise;
      return list[index] as T;
    },
  };
}
