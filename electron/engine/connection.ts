import type { Socket } from 'node:net';
import { Failure } from '../contract/failure.ts';
import { problem, type Problem } from '../contract/problem.ts';
import { safeReason } from './dial-failure.ts';
import type { FarEnd } from './dial.ts';
import type { Limits } from './limits.ts';
import type { Liveness } from './liveness.ts';
import { reset } from './reset.ts';
import type { Pump, PumpParts } from './pump-parts.ts';
import { startPump } from './pump.ts';
import type { ConnectionEnd, Counter } from './traffic.ts';

export type Connection = {
  /** Resolves when both its sides are closed. */
  readonly done: Promise<void>;
  readonly wasActive: () => boolean;
  /** Ends a half-closed connection before its grace, unless bytes are under way. */
  readonly yield: () => void;
  readonly cut: () => void;
};

export type ConnectionParts = {
  readonly socket: Socket;
  /** Of its tunnel, from 1. */
  readonly number: number;
  /** A far end of its own; waits while the tunnel heals. */
  readonly open: (signal: AbortSignal) => Promise<FarEnd>;
  /** The far end was lost without a proper close. */
  readonly onLost: () => void;
  readonly onHalfClosed: () => void;
  readonly rewriter: PumpParts['rewriter'];
  readonly tap?: PumpParts['tap'];
  readonly counter: Counter;
  readonly liveness: Liveness;
  readonly limits: Limits;
};

const TRIES = 3;

function tellStart({ socket, number, counter }: Pick<ConnectionParts, 'socket' | 'number' | 'counter'>): void {
  counter.opened(() => {
    const { remoteAddress: host, remotePort: port } = socket;
    return host === undefined || port === undefined ? undefined : { number, peer: { host, port } };
  });
}

/** One more than the forward may have. */
export function refuse(socket: Socket, parts: Pick<ConnectionParts, 'number' | 'counter' | 'limits'>): void {
  const { number, counter, limits } = parts;
  tellStart({ socket, number, counter });
  reset(socket);
  const full = problem('too-many-connections', { most: limits.connections });
  counter.closed({ number, bytesIn: 0, bytesOut: 0, tookMs: 0, problem: full });
}

/**
 * Serves one local socket. Until the far end is open the socket is not read beyond its own buffer, so what the program
 * sends early waits there and nothing of it is lost; a far end that breaks before the first byte is replaced unseen.
 */
export function serve(parts: ConnectionParts): Connection {
  const { socket, counter, limits } = parts;
  const abort = new AbortController();
  let pump: Pump | undefined;
  const startedAt = performance.now();
  let end: Pick<ConnectionEnd, 'number' | 'instance' | 'code' | 'reason'> = { number: parts.number };
  let received = 0;
  let sent = 0;
  let trouble: Problem | undefined;
  const onEarlyClose = () => abort.abort(new Error('the local side has gone'));

  async function join(far: FarEnd): Promise<boolean> {
    const watch = parts.liveness.watch(far.websocket);
    trouble = undefined;
    if (far.instance !== undefined) end = { ...end, instance: far.instance };
    far.websocket.once('close', (code, reason) => {
      end = { ...end, code, ...(reason.length > 0 && { reason: reason.toString() }) };
    });
    pump = startPump({
      socket,
      far,
      limits,
      ...(parts.rewriter && { rewriter: parts.rewriter }),
      ...(parts.tap && { tap: parts.tap }),
      onReceived(bytes) {
        watch.heard();
        received += bytes;
        counter.received(bytes);
      },
      onSent(bytes) {
        sent += bytes;
        counter.sent(bytes);
      },
      onBusy: watch.heard,
      onHalfClosed: parts.onHalfClosed,
      onLost() {
        const { code = 1006 } = end;
        const words = safeReason(end.reason);
        trouble = problem('connection-cut', { code, ...(words !== undefined && { reason: words }) });
        parts.onLost();
      },
    });
    const outcome = await pump.done;
    watch.stop();
    pump = undefined;
    return outcome === 'done';
  }

  async function run(): Promise<void> {
    tellStart(parts);
    socket.once('close', onEarlyClose);
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const far = await parts.open(abort.signal);
        if (abort.signal.aborted) {
          far.websocket.terminate();
          trouble = undefined;
          return;
        }
        if (await join(far)) return;
      }
    } catch (error) {
      // For the program a reset is the only true word.
      trouble = error instanceof Failure ? error.problem : undefined;
    } finally {
      parts.tap?.onEnd(end.code === 1000 || end.code === 1005);
      const tookMs = Math.round(performance.now() - startedAt);
      counter.closed({ ...end, bytesIn: received, bytesOut: sent, tookMs, ...(trouble && { problem: trouble }) });
      if (!socket.destroyed) reset(socket);
    }
  }

  return {
    done: run(),
    wasActive: () => pump?.wasActive() ?? false,
    yield: () => pump?.yield(),
    cut() {
      abort.abort(new Error('the forward was closed'));
      if (pump) pump.cut();
      else reset(socket);
    },
  };
}
