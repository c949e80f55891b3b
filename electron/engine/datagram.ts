import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv4, isIPv6 } from 'node:net';
import type { WebSocket } from 'ws';
import type { LocalAddress } from '../contract/forward.ts';
import { defaultDatagramLimits, type DatagramDrops, type DatagramLimits } from './datagram-limits.ts';
import { createPeer, createRest, type Peer } from './datagram-peer.ts';

/** What `engine/traffic.ts` counts; a peer counts as a connection. */
type DatagramTraffic = {
  readonly opened: () => void;
  readonly closed: () => void;
  /** Bytes towards the user. */
  readonly received: (bytes: number) => void;
  /** Bytes towards the cluster. */
  readonly sent: (bytes: number) => void;
};

export type DatagramRequest = {
  /** A loopback address; anything else is refused. */
  readonly host: string;
  readonly port: number;
  /**
   * Opens one tunnel. It may be handed over paused, and must be if the far end may speak first: it is resumed once its
   * messages have a listener. May reject with anything; the reason goes to `onProblem`.
   */
  readonly open: (signal: AbortSignal) => Promise<WebSocket>;
  readonly limits?: Partial<DatagramLimits>;
  readonly onTraffic?: DatagramTraffic;
  /** A tunnel could not be opened, or this system refused to deliver a datagram. */
  readonly onProblem?: (error: unknown) => void;
  /** An open tunnel ended; `code` is that of its close frame, 1006 without one. */
  readonly onLost?: (code: number) => void;
  /** Watches over an open tunnel and terminates it when it is dead; the returned function ends that. */
  readonly watch?: (websocket: WebSocket) => () => void;
  /** Ends the start only. */
  readonly signal?: AbortSignal;
};

export type DatagramPort = {
  readonly address: LocalAddress;
  /** Local programs that have sent or got something within the idle time. */
  readonly peers: () => number;
  readonly drops: () => Readonly<DatagramDrops>;
  /** The network may have changed: every tunnel has to answer now, and no back-off holds the next one up. */
  readonly check: () => void;
  /**
   * Frees the port before it returns. Resolves when every tunnel is gone: those that do not end within `graceMs`
   * (default `limits.closeMs`) are cut. Idempotent.
   */
  readonly close: (graceMs?: number) => Promise<void>;
};

/** What fits into one IPv4 datagram. */
const DATAGRAM_BYTES = 65_507;
const BUFFER_BYTES = 1024 * 1024;

/**
 * Binds one UDP port and gives each local program that sends to it a tunnel of its own, so that answers find their way
 * back: one datagram is one message. Rejects with the system's error (EADDRINUSE, EACCES, EADDRNOTAVAIL).
 */
export async function openDatagramPort(request: DatagramRequest): Promise<DatagramPort> {
  const limits: DatagramLimits = { ...defaultDatagramLimits, ...request.limits };
  const drops: DatagramDrops = { waiting: 0, stalled: 0, oversize: 0, unsent: 0 };
  const rest = createRest(limits.backoff);
  const peers = new Map<string, Peer>();
  /** Tunnels of peers that were forgotten and are not gone yet. */
  const leaving = new Set<Promise<void>>();
  let closed: Promise<void> | undefined;

  const socket = await bind(request);

  function deliver(message: Buffer, { address, port }: RemoteInfo): void {
    if (closed) return;
    if (message.length > DATAGRAM_BYTES) {
      drops.oversize += 1;
      return;
    }
    socket.send(message, port, address, (error) => {
      if (!error) {
        request.onTraffic?.received(message.length);
        return;
      }
      drops.unsent += 1;
      request.onProblem?.(error);
    });
  }

  function forget(key: string, graceMs = limits.closeMs): void {
    const peer = peers.get(key);
    if (!peer) return;
    peers.delete(key);
    request.onTraffic?.closed();
    const gone = peer.close(graceMs).finally(() => leaving.delete(gone));
    leaving.add(gone);
  }

  function forgetOldest(): void {
    let oldest: { readonly key: string; readonly usedAt: number } | undefined;
    for (const [key, peer] of peers) {
      if (!oldest || peer.usedAt() < oldest.usedAt) oldest = { key, usedAt: peer.usedAt() };
    }
    if (oldest) forget(oldest.key);
  }

  function admit(key: string, sender: RemoteInfo): Peer {
    if (peers.size >= limits.peers) forgetOldest();
    const peer = createPeer({
      open: request.open,
      reply: (message) => deliver(message, sender),
      onSent: (bytes) => request.onTraffic?.sent(bytes),
      onIdle: () => forget(key),
      onProblem: (error) => request.onProblem?.(error),
      onLost: (code) => request.onLost?.(code),
      watch: (websocket) => request.watch?.(websocket) ?? (() => {}),
      rest,
      drops,
      limits,
    });
    peers.set(key, peer);
    request.onTraffic?.opened();
    return peer;
  }

  socket.on('message', (datagram, sender) => {
    const key = `${sender.address}:${sender.port}`;
    (peers.get(key) ?? admit(key, sender)).send(datagram);
  });
  // An error without a listener would end the process; the port itself stays bound.
  socket.on('error', (error) => request.onProblem?.(error));

  async function end(graceMs: number): Promise<void> {
    const unbound = new Promise<void>((resolve) => socket.close(() => resolve()));
    for (const key of peers.keys()) forget(key, graceMs);
    await Promise.all([unbound, ...leaving]);
  }

  const { address: host, port } = socket.address();
  return {
    address: { host, port },
    peers: () => peers.size,
    drops: () => ({ ...drops }),
    check() {
      rest.reset();
      for (const peer of peers.values()) peer.check();
    },
    close: (graceMs = limits.closeMs) => (closed ??= end(graceMs)),
  };
}

/** Resolves with a bound socket, or leaves nothing behind. */
function bind({ host, port, signal }: DatagramRequest): Promise<Socket> {
  const isLoopback = (isIPv4(host) && host.startsWith('127.')) || (isIPv6(host) && host === '::1');
  if (!isLoopback) return Promise.reject(new RangeError(`not a loopback address: ${host}`));
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const settle = (act: () => void) => {
      socket.off('error', fail).off('listening', onListening);
      signal?.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (reason: Error) =>
      settle(() => {
        socket.on('error', () => {});
        socket.close();
        reject(reason);
      });
    const onListening = () =>
      settle(() => {
        enlargeBuffers(socket);
        resolve(socket);
      });
    const onAbort = () => fail(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('error', fail);
    socket.once('listening', onListening);
    socket.bind({ address: host, port, exclusive: true });
  });
}

/** Bursts wait in the receive buffer; macOS refuses datagrams longer than its send buffer, which is 9 KiB by default. */
function enlargeBuffers(socket: Socket): void {
  try {
    socket.setSendBufferSize(BUFFER_BYTES);
    socket.setRecvBufferSize(BUFFER_BYTES);
  } catch {
    // A smaller system limit stays as it is.
  }
}
