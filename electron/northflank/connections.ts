import type { Agent } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { ProxyResolver } from '../base/proxy.ts';
import { trustedContext } from '../base/trust.ts';
import { createLane, type Lane } from './lane.ts';
import type { Way } from './request.ts';

type ConnectionsParts = {
  /** Extra certificate authorities, PEM. */
  readonly ca: readonly string[];
  /** Direct without it. */
  readonly proxy: ProxyResolver | undefined;
  /** Of HTTP/1.1. */
  readonly maxSockets: number;
  /** For reaching the proxy and being let through. */
  readonly timeoutMs: number;
};

/** Kept-alive, verified connections to one HTTPS server, through the proxy where one is set. */
export type Connections = {
  /** For what needs an HTTP/1.1 connection and starts now: whom to trust may have changed since the last one. */
  readonly agent: () => Agent;
  /** For a request that starts now: one HTTP/2 connection for all where the server speaks it, else the agent. */
  readonly way: (url: URL) => Promise<Way>;
  /** The network may have changed: nothing that was opened before is used for a new request, or waited for any longer than this. */
  readonly forget: (answerMs: number) => void;
  readonly close: () => void;
};

export function createConnections({ ca, ...parts }: ConnectionsParts): Connections {
  const closing = new AbortController();
  const { signal } = closing;
  const sockets = new Set<TLSSocket>();
  let lane: Lane | undefined;

  function onOpen(socket: TLSSocket): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }

  /** One lane for each context: what a certificate has opened that is trusted no more is neither used again nor resumed. */
  function laneNow(): Lane {
    const secureContext = trustedContext(ca);
    if (lane?.secureContext === secureContext) return lane;
    lane?.retire();
    return (lane = createLane({ ...parts, secureContext, signal, onOpen }));
  }

  return {
    agent: () => laneNow().agent,
    way: (url) => laneNow().way(url),
    forget(answerMs) {
      lane?.retire();
      lane = undefined;
      const before = [...sockets];
      const late = () => Object.assign(new Error('the network has changed'), { code: 'ECONNRESET' });
      setTimeout(() => before.forEach((socket) => socket.destroy(late())), answerMs).unref();
    },
    close() {
      closing.abort(new Error('the connections were closed'));
      lane?.agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}
