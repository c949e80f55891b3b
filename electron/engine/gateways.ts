import { isIP } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { openThrough } from '../base/proxy-connect.ts';
import { proxyAt, type ProxyResolver } from '../base/proxy.ts';
import { trustedContext, VERIFIED, watchIssuer } from '../base/trust.ts';
import { connectTls } from './direct-reads.ts';
import type { Limits } from './limits.ts';
import { createNames } from './names.ts';

/** Where a dial goes: one TLS server, verified against the authorities of `base/trust.ts` and these. */
export type Gateway = {
  readonly host: string;
  readonly port: number;
  readonly ca: readonly string[];
  /** Instead of the one for all. */
  readonly proxy?: string;
};

/**
 * TLS connections to gateways. Authorities are parsed once, sessions are resumed, and a few connections are made in
 * advance while there is demand: a dial then costs one round trip. Nothing is sent on those, so no instance sees them.
 */
export type Gateways = {
  /**
   * An unused connection, mostly established; the gateway may have closed it meanwhile. The caller owns it. What is routine
   * is no demand: or idle forwards, which are proved now and then, would keep connections ready for nobody.
   */
  readonly takeWarm: (gateway: Gateway, isRoutine?: boolean) => TLSSocket | undefined;
  /**
   * A new connection, on its way. The caller owns it. Rejects with a `ProxyError`, or the signal's reason, where there was
   * no way through the proxy.
   */
  readonly connect: (gateway: Gateway, signal: AbortSignal) => Promise<TLSSocket>;
  /** The network may have changed, or this gateway does not answer: connections made before are not used any more. */
  readonly forget: (gateway?: Gateway) => void;
  /** Cuts whatever is still connected. */
  readonly close: () => void;
};

/** All connections to one gateway. */
type Lane = {
  readonly gateway: Gateway;
  /** What is trusted may change while it is open. */
  context: SecureContext;
  readonly proxy: ProxyResolver | undefined;
  /** Latest TLS session ticket. */
  session: Buffer | undefined;
  /** Waiting to be used, oldest first. */
  readonly warm: Map<TLSSocket, { readonly madeAt: number; readonly release: () => void }>;
  /** On their way through the proxy, to wait as well. */
  readonly warming: Set<AbortController>;
  usedAt: number;
  timer: NodeJS.Timeout | undefined;
};

/** What was agreed upon by a certificate that is trusted no more is not resumed. */
function contextOf(lane: Lane): SecureContext {
  const context = trustedContext(lane.gateway.ca);
  if (context !== lane.context) lane.session = undefined;
  return (lane.context = context);
}

/** Without a resolver all connections are direct. */
export function createGateways(limits: Limits, proxy?: ProxyResolver): Gateways {
  const lanes = new Map<string, Lane>();
  const sockets = new Set<TLSSocket>();
  const names = createNames(limits.nameMs);
  let isClosed = false;

  function laneOf(gateway: Gateway): Lane {
    const key = JSON.stringify(gateway);
    let lane = lanes.get(key);
    if (!lane) {
      const context = trustedContext(gateway.ca);
      const way = gateway.proxy === undefined ? proxy : proxyAt(gateway.proxy);
      lane = {
        gateway,
        context,
        proxy: way,
        session: undefined,
        warm: new Map(),
        warming: new Set(),
        usedAt: 0,
        timer: undefined,
      };
      lanes.set(key, lane);
    }
    return lane;
  }

  async function start(lane: Lane, signal: AbortSignal): Promise<TLSSocket> {
    const { host, port } = lane.gateway;
    const through = { host, port, signal, timeoutMs: limits.dialMs, secureContext: contextOf(lane) };
    const over = lane.proxy && (await openThrough(lane.proxy, through));
    const options = {
      host,
      port,
      servername: isIP(host) ? '' : host,
      ALPNProtocols: ['http/1.1'],
      secureContext: contextOf(lane),
      lookup: names.lookup,
      ...VERIFIED,
      ...(lane.session && { session: lane.session }),
    };
    // Over another socket Node ignores `onread`.
    const socket = over ? connect({ ...options, socket: over }) : connectTls(options);
    watchIssuer(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('session', (ticket) => (lane.session = ticket));
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The name may lead elsewhere by now.
    socket.on('error', names.forget);
    return socket;
  }

  /** Keeps connections ready while the gateway is in use; afterwards they run out. */
  function tend(lane: Lane): void {
    const now = Date.now();
    for (const [socket, { madeAt }] of lane.warm) if (now - madeAt >= limits.warmMs) drop(lane, socket);
    const wanted = now - lane.usedAt < limits.warmForMs ? limits.warmSockets : 0;
    while (lane.warm.size + lane.warming.size < wanted) void warmUp(lane);
    clearTimeout(lane.timer);
    if (lane.warm.size + lane.warming.size === 0) return;
    lane.timer = setTimeout(() => tend(lane), limits.warmMs);
    lane.timer.unref();
  }

  /**
   * After the caller's own connection: making another one costs as much as opening it, and would be in its way. Where none
   * is left there are many to come, and the next one would have to wait.
   */
  function refill(lane: Lane): void {
    const again = () => {
      if (!isClosed) tend(lane);
    };
    if (lane.warm.size + lane.warming.size === 0) {
      setImmediate(again);
      return;
    }
    clearTimeout(lane.timer);
    lane.timer = setTimeout(again, limits.refillMs);
    lane.timer.unref();
  }

  async function warmUp(lane: Lane): Promise<void> {
    const abort = new AbortController();
    lane.warming.add(abort);
    let socket: TLSSocket;
    try {
      socket = await start(lane, abort.signal);
    } catch {
      // The next dial finds out why.
      return;
    } finally {
      lane.warming.delete(abort);
    }
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
    takeWarm(gateway, isRoutine = false) {
      const lane = laneOf(gateway);
      if (!isRoutine) lane.usedAt = Date.now();
      const usable = [...lane.warm].filter(([, { madeAt }]) => Date.now() - madeAt < limits.warmMs);
      const [taken, held] = usable.find(([socket]) => socket.authorized) ?? usable[0] ?? [];
      held?.release();
      refill(lane);
      return taken;
    },
    connect: (gateway, signal) => start(laneOf(gateway), signal),
    forget(gateway) {
      names.forget();
      for (const lane of gateway ? [laneOf(gateway)] : lanes.values()) {
        for (const socket of lane.warm.keys()) drop(lane, socket);
        for (const abort of lane.warming) abort.abort(new Error('the network may have changed'));
      }
    },
    close() {
      isClosed = true;
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer);
        for (const abort of lane.warming) abort.abort(new Error('the engine was closed'));
      }
      for (const socket of sockets) socket.destroy();
    },
  };
}
