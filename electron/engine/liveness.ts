import { WebSocket } from 'ws';
import type { Limits } from './limits.ts';

export type Watch = {
  /** Bytes came that are no event of the WebSocket, or go out as fast as the network takes them: it is not silent. */
  readonly heard: () => void;
  readonly stop: () => void;
};

export type Liveness = {
  /** Pings this link whenever it is silent and terminates it when no answer comes; its owner sees an abnormal close. */
  readonly watch: (websocket: WebSocket) => Watch;
  /** The network may have changed: every link has to answer now. */
  readonly check: () => void;
  readonly close: () => void;
};

type Link = { silentTicks: number; isPinged: boolean; buffered: number; stuckTicks: number | undefined };

/**
 * Finds links that died without a word (sleep, a changed network, a router that forgot them): TCP itself would take many
 * minutes. One timer serves all links and runs only while there are any.
 */
export function createLiveness(limits: Limits): Liveness {
  const links = new Map<WebSocket, Link>();
  const deadlines = new Set<NodeJS.Timeout>();
  let ticker: NodeJS.Timeout | undefined;

  /**
   * A link that this side holds back cannot hear its answer, and one whose reader has stopped cannot be asked: neither is
   * silence. Keep-alive probes of TCP watch over the first. The second is left to TCP's retransmission limit, since a
   * reader may stop for long and be well; only after a change of network, when being dead is the likelier of the two,
   * such a link is given `stuckTicks` to move.
   */
  function isBlocked(websocket: WebSocket, link: Link): boolean {
    const buffered = websocket.bufferedAmount;
    const isStuck = buffered > 0 && buffered === link.buffered && !websocket.isPaused;
    const isBlocked = websocket.isPaused || buffered > 0 || buffered !== link.buffered;
    if (!isStuck) link.stuckTicks = undefined;
    link.buffered = buffered;
    return isBlocked;
  }

  function tick(): void {
    for (const [websocket, link] of links) {
      if (isBlocked(websocket, link)) {
        link.silentTicks = 0;
        link.isPinged = false;
        if (link.stuckTicks !== undefined) link.stuckTicks += 1;
        if ((link.stuckTicks ?? 0) > limits.stuckTicks) websocket.terminate();
        continue;
      }
      link.silentTicks += 1;
      if (link.isPinged && link.silentTicks >= limits.pongTicks) websocket.terminate();
      else if (!link.isPinged && link.silentTicks >= limits.pingTicks) ping(websocket, link);
    }
  }

  function ping(websocket: WebSocket, link: Link): void {
    if (websocket.readyState !== WebSocket.OPEN) return;
    link.silentTicks = 0;
    link.isPinged = true;
    websocket.ping();
  }

  return {
    watch(websocket) {
      const link: Link = { silentTicks: 0, isPinged: false, buffered: 0, stuckTicks: undefined };
      const onHeard = () => {
        link.stuckTicks = undefined;
        link.silentTicks = 0;
        link.isPinged = false;
      };
      websocket.on('message', onHeard).on('pong', onHeard).on('ping', onHeard);
      links.set(websocket, link);
      if (!ticker) {
        ticker = setInterval(tick, limits.tickMs);
        ticker.unref();
      }
      return {
        heard: onHeard,
        stop() {
          websocket.off('message', onHeard).off('pong', onHeard).off('ping', onHeard);
          links.delete(websocket);
          if (links.size > 0) return;
          clearInterval(ticker);
          ticker = undefined;
        },
      };
    },
    check() {
      const asked = [...links].filter(([websocket, link]) => {
        const canAnswer = !isBlocked(websocket, link);
        if (!canAnswer && !websocket.isPaused) link.stuckTicks = 0;
        return canAnswer;
      });
      for (const [websocket, link] of asked) ping(websocket, link);
      if (asked.length === 0) return;
      const deadline = setTimeout(() => {
        deadlines.delete(deadline);
        for (const [websocket, link] of asked) {
          if (links.get(websocket) === link && link.isPinged) websocket.terminate();
        }
      }, limits.checkMs);
      deadline.unref();
      deadlines.add(deadline);
    },
    close() {
      clearInterval(ticker);
      for (const deadline of deadlines) clearTimeout(deadline);
      links.clear();
    },
  };
}
