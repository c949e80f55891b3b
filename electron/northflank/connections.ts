import type { Agent } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { codedError } from '../base/coded-error.ts';
import { trustedContext } from '../base/trust.ts';
import { createLane, IDLE_MS, type Lane, type LaneParts } from './lane.ts';
import type { Way } from './request.ts';

type ConnectionsParts = Pick<LaneParts, 'proxy' | 'maxSockets' | 'timeoutMs'> & {
  /** Extra certificate authorities, PEM. */
  readonly ca: readonly string[];
};

/** Kept-alive, verified connections to one HTTPS server, through the proxy where one is set. */
export type Connections = {
  /** For what needs an HTTP/1.1 connection and starts now: whom to trust may have changed since the last one. */
  readonly agent: () => Agent;
  /** For a request that starts now: one HTTP/2 connection for all where the server speaks it, else the agent. */
  readonly way: (url: URL) => Promise<Way>;
  /** The network may have changed: nothing that was opened before is used for a new request, or waited for any longer than this. */
  readonly forget: (answerMs: number) => void;
  /** A request got no answer by this way: as `forget`, unless it is left already. */
  readonly doubt: (way: Way | undefined, answerMs: number) => void;
  /** Nothing is opened any more. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
};

export function createConnections({ ca, ...parts }: ConnectionsParts): Connections {
  const closing = new AbortController();
  const { signal } = closing;
  const sockets = new Set<TLSSocket>();
  let lane: Lane | undefined;
  let askedAt = 0;

  function onOpen(socket: TLSSocket): void {
    // An agent opens connections for what waits for one, however late.
    if (signal.aborted) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }

  /**
   * One lane for each context: what a certificate has opened that is trusted no more is neither used again nor resumed. By
   * the clock of the day: timers do not run while the lid is closed.
   */
  function laneNow(): Lane {
    const secureContext = trustedContext(ca);
    const isStale = Date.now() - askedAt > IDLE_MS;
    askedAt = Date.now();
    if (lane?.secureContext === secureContext && !isStale) return lane;
    lane?.retire();
    return (lane = createLane({ ...parts, secureContext, onOpen, isOld: false }));
  }

  async function way(url: URL): Promise<Way> {
    for (;;) {
      signal.throwIfAborted();
      const mine = laneNow();
      const found = await mine.way(url);
      // Whom to trust, or the network, may have changed while the connection was being made.
      if (found && mine === laneNow()) return found;
    }
  }

  function forget(answerMs: number): void {
    lane?.retire();
    lane = undefined;
    const before = [...sockets];
    const late = () => codedError('ECONNRESET', 'the network has changed');
    setTimeout(() => before.forEach((socket) => socket.destroy(late())), answerMs).unref();
  }

  return {
    agent: () => laneNow().agent,
    way,
    forget,
    doubt(way, answerMs) {
      if (!way || !lane?.uses(way)) return;
      const { secureContext, isMute } = lane;
      const isOld = isMute();
      forget(answerMs);
      // What stands between may let HTTP/2 begin and nothing of it pass.
      if (isOld) lane = createLane({ ...parts, secureContext, onOpen, isOld });
    },
    close() {
      closing.abort(codedError('ECONNRESET', 'the connections were closed'));
      lane?.retire();
      for (const socket of sockets) socket.destroy();
    },
    isClosed: () => signal.aborted,
  };
}
