import { isIP } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from 'node:tls';
import { connectTls } from './direct-reads.ts';
import type { Limits } from './limits.ts';

/** Where a dial goes: one TLS server, verified against the system's authorities and these. */
export type Gateway = { readonly host: string; readonly port: number; readonly ca: readonly string[] };

/**
 * TLS connections to gateways. Authorities are parsed once, sessions are resumed, and a few connections are made in
 * advance while there is demand: a dial then costs one round trip. Nothing is sent on those, so no instance sees them.
 */
export type Gateways = {
  /** An unused connection, mostly established; the gateway may have closed it meanwhile. The caller owns it. */
  readonly takeWarm: (gateway: Gateway) => TLSSocket | undefined;
  /** A new connection, on its way. The caller owns it. */
  readonly connect: (gateway: Gateway) => TLSSocket;
  /** The network may have changed, or this gateway does not answer: connections made before are not used any more. */
  readonly forget: (gateway?: Gateway) => void;
  /** Cuts whatever is still connected. */
  readonly close: () => void;
};

/** All connections to one gateway. */
type Lane = {
  readonly gateway: Gateway;
  readonly context: SecureContext;
  /** Latest TLS session ticket. */
  session: Buffer | undefined;
  /** Waiting to be used, oldest first. */
  readonly warm: Map<TLSSocket, { readonly madeAt: number; readonly release: () => void }>;
  usedAt: number;
  timer: NodeJS.Timeout | undefined;
};

export function createGateways(limits: Limits): Gateways {
  const lanes = new Map<string, Lane>();
  const sockets = new Set<TLSSocket>();
  let isClosed = false;

  function laneOf(gateway: Gateway): Lane {
    const key = JSON.stringify(gateway);
    let lane = lanes.get(key);
    if (!lane) {
      // `ca` replaces the built-in authorities, so they are named again beside the extra ones.
      const ca = gateway.ca.length > 0 ? { ca: [...rootCertificates, ...gateway.ca] } : {};
      const context = createSecureContext(ca);
      lane = { gateway, context, session: undefined, warm: new Map(), usedAt: 0, timer: undefined };
      lanes.set(key, lane);
    }
    return lane;
  }

  function start(lane: Lane): TLSSocket {
    const { host, port } = lane.gateway;
    const socket = connectTls({
      host,
      port,
      servername: isIP(host) ? '' : host,
      secureContext: lane.context,
      ...(lane.session && { session: lane.session }),
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('session', (ticket) => (lane.session = ticket));
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }

  /** Keeps connections ready while the gateway is in use; afterwards they run out. */
  function tend(lane: Lane): void {
    const now = Date.now();
    for (const [socket, { madeAt }] of lane.warm) if (now - madeAt >= limits.warmMs) drop(lane, socket);
    const wanted = now - lane.usedAt < limits.warmForMs ? limits.warmSockets : 0;
    while (lane.warm.size < wanted) warmUp(lane);
    clearTimeout(lane.timer);
    if (lane.warm.size === 0) return;
    lane.timer = setTimeout(() => tend(lane), limits.warmMs);
    lane.timer.unref();
  }

  function warmUp(lane: Lane): void {
    const socket = start(lane);
    // A gateway that closes it, fails or speaks unasked: it is of no use. The next dial finds out why.
    const onLost = () => drop(lane, socket);
    const events = ['data', 'end', 'error', 'close'];
    for (const event of events) socket.on(event, onLost);
    const release = () => {
      lane.warm.delete(socket);
      for (const event of events) socket.off(event, onLost);
    };
    lane.warm.set(socket, { madeAt: Date.now(), release });
  }

  function drop(lane: Lane, socket: TLSSocket): void {
    lane.warm.delete(socket);
    socket.destroy();
  }

  return {
    takeWarm(gateway) {
      const lane = laneOf(gateway);
      lane.usedAt = Date.now();
      const usable = [...lane.warm].filter(([, { madeAt }]) => Date.now() - madeAt < limits.warmMs);
      const [taken, held] = usable.find(([socket]) => socket.authorized) ?? usable[0] ?? [];
      held?.release();
      // After the caller's own connection: a cold start is not to wait for its successors.
      setImmediate(() => {
        if (!isClosed) tend(lane);
      });
      return taken;
    },
    connect: (gateway) => start(laneOf(gateway)),
    forget(gateway) {
      for (const lane of gateway ? [laneOf(gateway)] : lanes.values()) {
        for (const socket of lane.warm.keys()) drop(lane, socket);
      }
    },
    close() {
      isClosed = true;
      for (const lane of lanes.values()) clearTimeout(lane.timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
