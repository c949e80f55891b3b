import { WebSocket } from 'ws';
import { Failure } from '../contract/failure.ts';
import type { FarEnd } from './dial.ts';
import type { Limits } from './limits.ts';
import type { Talk } from './workload-probe.ts';

/**
 * What came of asking the workload: an answer (`ok`, or `other` for one in another protocol or an end in order), nothing in
 * time, or the loss of the far end.
 */
export type Heard = 'ok' | 'other' | 'silent' | 'lost';

/** How to ask for a sign of life, and who hears what came of it; the latter is called once, after `probe` has resolved. */
export type Question = { readonly talk: Talk; readonly onHeard: (heard: Heard) => void };

type Asking = { readonly limits: Limits; readonly question: Question | undefined };

const ANSWER_BYTES = 4096;

function hear(websocket: WebSocket, { judge }: Talk, silentMs: number): Promise<Heard> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const settle = (heard: Heard) => {
      clearTimeout(timer);
      websocket.off('message', onMessage).off('close', onClose);
      resolve(heard);
    };
    const onMessage = (message: unknown) => {
      bytes = Buffer.concat([bytes, message as Buffer]);
      if (bytes.length === 0) return;
      const verdict = judge(bytes);
      if (verdict === 'ok') settle('ok');
      else if (verdict === 'not-this' || bytes.length > ANSWER_BYTES) settle('other');
    };
    const onClose = (code: number) => settle(code === 1000 || code === 1005 ? 'other' : 'lost');
    const timer = setTimeout(() => {
      // One that has begun to end in order is not silent either, however long its gateway takes over it.
      const hasAnswered = bytes.length > 0 || websocket.readyState !== WebSocket.OPEN;
      settle(hasAnswered ? 'other' : 'silent');
    }, silentMs);
    websocket.on('message', onMessage).on('close', onClose);
  });
}

function end(websocket: WebSocket, closeMs: number): void {
  if (websocket.readyState === WebSocket.CLOSED) return;
  const cut = setTimeout(() => websocket.terminate(), closeMs);
  websocket.once('close', () => clearTimeout(cut));
  websocket.close(1000);
}

/**
 * Uses an open far end for nothing but proof: a ping goes there and back, then it is closed. A gateway that accepts first
 * and finds out afterwards that the instance is gone closes instead, which counts as gone; one that does not answer pings
 * has at least accepted. A workload that speaks, or ends in order, is proof as well. Resolves with the round trip in
 * milliseconds. With a question the workload is asked at the same time, and the far end is closed after its answer or
 * `silentMs`.
 */
export function probe(
  { websocket, upgradeMs }: FarEnd,
  { limits, question }: Asking,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    let isProven = false;
    let heard: Promise<Heard> | undefined;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      websocket.off('close', onClose).off('pong', onPong).off('message', onMessage);
      act();
    };
    const release = () => signal.removeEventListener('abort', onAbort);
    const finish = (roundTripMs: number) =>
      settle(() => {
        resolve(Math.round(roundTripMs * 10) / 10);
        void conclude();
      });
    const conclude = async () => {
      const outcome = heard && (await heard);
      release();
      end(websocket, limits.closeMs);
      if (outcome && !signal.aborted) question?.onHeard(outcome);
    };
    const onPong = () => finish(performance.now() - sentAt);
    const onMessage = () => (isProven = true);
    const onClose = (code: number) => {
      if (isProven || code === 1000 || code === 1005) return finish(upgradeMs);
      release();
      settle(() => reject(new Failure('endpoint-gone', { retriable: true })));
    };
    const onAbort = () => {
      websocket.terminate();
      release();
      settle(() => reject(signal.reason as Error));
    };
    const timer = setTimeout(() => finish(upgradeMs), limits.probeMs);
    signal.addEventListener('abort', onAbort, { once: true });
    websocket.on('pong', onPong).on('close', onClose).on('message', onMessage);
    if (signal.aborted) {
      onAbort();
    } else if (websocket.readyState === WebSocket.CLOSED) {
      onClose(1006);
    } else {
      if (question) heard = hear(websocket, question.talk, limits.silentMs);
      websocket.resume();
      if (question?.talk.hello) websocket.send(question.talk.hello);
      websocket.ping();
    }
  });
}
