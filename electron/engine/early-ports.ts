import type { Socket } from 'node:net';
import type { ForwardId, LocalAddress } from '../contract/forward.ts';
import { hostPort, isLoopback } from '../contract/loopback.ts';
import type { Limits } from './limits.ts';
import { listenTcp, type LocalPort } from './listener.ts';
import { reset } from './reset.ts';

/**
 * Ports that are listened at before the platform has said what there is to reach, because they led somewhere the last time:
 * a program that connects meanwhile waits and is not refused. They promise nothing. Binding goes on as if they were not
 * there; whatever it wants to listen at changes hands with all who wait, and the rest is closed.
 */
export type EarlyPorts = {
  /** `onHeld` is told of each that comes to wait. */
  readonly reserve: (id: ForwardId, addresses: readonly LocalAddress[], onHeld: () => void) => void;
  readonly isHolding: (id: ForwardId) => boolean;
  /** `listenTcp` for this forward. */
  readonly listenFor: (id: ForwardId) => typeof listenTcp;
  /** Frees what this forward has not taken; who waits there is reset. */
  readonly release: (id: ForwardId) => Promise<void>;
};

type Early = {
  readonly id: ForwardId;
  /** Undefined where it could not be bound: the binding proper finds out why. */
  readonly bound: Promise<LocalPort | undefined>;
  readonly held: Map<Socket, () => void>;
  owner: ((socket: Socket) => void) | undefined;
};

/** A damaged file must not open ports without end. */
const MOST_OF_ONE_FORWARD = 200;

export function createEarlyPorts(limits: Limits, prepare?: (host: string) => Promise<void>): EarlyPorts {
  const ports = new Map<string, Early>();

  const heldBy = (id: ForwardId) =>
    [...ports.values()].reduce((sum, early) => sum + (early.id === id ? early.held.size : 0), 0);

  function hold(early: Early, socket: Socket): void {
    if (heldBy(early.id) >= limits.connections) {
      reset(socket);
      return;
    }
    const leave = () => {
      clearTimeout(timer);
      socket.off('close', leave);
      early.held.delete(socket);
    };
    const timer = setTimeout(() => {
      leave();
      reset(socket);
    }, limits.heldMs);
    socket.on('close', leave);
    early.held.set(socket, leave);
  }

  async function bind({ host, port }: LocalAddress, onSocket: (socket: Socket) => void) {
    await prepare?.(host).catch(() => {});
    return listenTcp({ host, port, onSocket }).catch(() => undefined);
  }

  async function end(key: string, early: Early): Promise<void> {
    if (ports.get(key) === early) ports.delete(key);
    const local = await early.bound;
    const closed = local?.close();
    for (const [socket, leave] of early.held) {
      leave();
      reset(socket);
    }
    await closed;
  }

  return {
    reserve(id, addresses, onHeld) {
      for (const address of addresses.slice(0, MOST_OF_ONE_FORWARD)) {
        const key = hostPort(address);
        if (!isLoopback(address.host) || address.port === 0 || ports.has(key)) continue;
        const onSocket = (socket: Socket) => {
          if (early.owner) {
            early.owner(socket);
            return;
          }
          hold(early, socket);
          onHeld();
        };
        const early: Early = { id, bound: bind(address, onSocket), held: new Map(), owner: undefined };
        ports.set(key, early);
      }
    },
    isHolding: (id) => heldBy(id) > 0,
    listenFor: (id) => async (request) => {
      const key = hostPort(request);
      const early = ports.get(key);
      if (!early) return listenTcp(request);
      // What is wanted now goes before what was true the last time.
      if (early.id !== id) {
        await end(key, early);
        return listenTcp(request);
      }
      ports.delete(key);
      const local = await early.bound;
      if (!local) return listenTcp(request);
      early.owner = request.onSocket;
      for (const [socket, leave] of early.held) {
        leave();
        request.onSocket(socket);
      }
      return local;
    },
    async release(id) {
      await Promise.all([...ports].flatMap(([key, early]) => (early.id === id ? [end(key, early)] : [])));
    },
  };
}
