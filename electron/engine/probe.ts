import { WebSocket } from 'ws';
import { Failure } from '../contract/failure.ts';
import type { FarEnd } from './dial.ts';
import type { Limits } from './limits.ts';

/**
 * Uses an open far end for nothing but proof: a ping goes there and back, then it is closed. A gateway that accepts first
 * and finds out afterwards that the instance is gone closes instead, which counts as gone; one that does not answer pings
 * has at least accepted. A workload that speaks, or ends in order, is proof as well. Resolves with the round trip in
 * milliseconds.
 */
export function probe({ websocket, upgradeMs }: FarEnd, limits: Limits, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    let isProven = false;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      websocket.off('close', onClose).off('pong', onPong).off('message', onMessage);
      act();
    };
    const finish = (roundTripMs: number) =>
      settle(() => {
        resolve(Math.round(roundTripMs * 10) / 10);
        if (websocket.readyState === WebSocket.CLOSED) return;
        const cut = setTimeout(() => websocket.terminate(), limits.closeMs);
        websocket.once('close', () => clearTimeout(cut));
        websocket.close(1000);
      });
    const onPong = () => finish(performance.now() - sentAt);
    const onMessage = () => (isProven = true);
    const onClose = (code: number) => {
      if (isProven || code === 1000 || code === 1005) finish(upgradeMs);
      else settle(() => reject(new Failure('endpoint-gone', { retriable: true })));
    };
    const onAbort = () =>
      settle(() => {
        websocket.terminate();
        reject(signal.reason as Error);
      });
    const timer = setTimeout(() => finish(upgradeMs), limits.probeMs);
    signal.addEventListener('abort', onAbort, { once: true });
    websocket.on('pong', onPong).on('close', onClose).on('message', onMessage);
    if (signal.aborted) {
      onAbort();
    } else if (websocket.readyState === WebSocket.CLOSED) {
      onClose(1006);
    } else {
      websocket.resume();
      websocket.ping();
    }
  });
}
