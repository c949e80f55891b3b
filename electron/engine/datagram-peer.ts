import { WebSocket, type RawData } from 'ws';
import { backoffMs, type Backoff } from '../base/backoff.ts';
import type { DatagramDrops, DatagramLimits } from './datagram-limits.ts';

/** A pause that grows with each failure in a row. */
type Rest = { readonly failed: () => void; readonly reset: () => void; readonly leftMs: () => number };

export function createRest(backoff: Backoff): Rest {
  let failures = 0;
  let until = 0;
  return {
    failed() {
      failures += 1;
      until = performance.now() + backoffMs(failures, backoff);
    },
    reset() {
      failures = 0;
      until = 0;
    },
    leftMs: () => Math.max(0, until - performance.now()),
  };
}

type PeerParts = {
  readonly open: (signal: AbortSignal) => Promise<WebSocket>;
  /** Delivers a message to this peer. */
  readonly reply: (message: Buffer) => void;
  readonly onSent: (bytes: number) => void;
  readonly onIdle: () => void;
  readonly onProblem: (error: unknown) => void;
  readonly onLost: (code: number) => void;
  readonly watch: (websocket: WebSocket) => () => void;
  /** Shared by all peers of a port: a gateway that cannot be reached is not asked anew for each of them. */
  readonly rest: Rest;
  readonly drops: DatagramDrops;
  readonly limits: DatagramLimits;
};

/** One local program that sends datagrams (address and port), with a tunnel of its own. */
export type Peer = {
  readonly send: (datagram: Buffer) => void;
  /** When something last passed, by `performance.now()`. */
  readonly usedAt: () => number;
  readonly check: () => void;
  /** Resolves when its tunnel is gone; one that does not end by itself is cut after `graceMs`. */
  readonly close: (graceMs: number) => Promise<void>;
};

type Link = { readonly websocket: WebSocket; readonly unwatch: () => void; readonly openedAt: number; heardAt: number };

/** Normal closure. */
const DONE = 1000;
const BINARY = { binary: true, compress: false } as const;

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/**
 * Opens its tunnel with the first datagram, and again with the first one after a loss: never by itself, so that a program
 * that has gone costs nothing. What arrives while it opens waits, within bounds.
 */
export function createPeer(parts: PeerParts): Peer {
  const { limits, drops } = parts;
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let link: Link | undefined;
  let dial: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  let redial: NodeJS.Timeout | undefined;
  let pong: NodeJS.Timeout | undefined;
  /** After tunnels that were lost before anything came back. */
  const ownRest = createRest(limits.backoff);
  let usedAt = performance.now();
  let closed: Promise<void> | undefined;
  const idle = setTimeout(parts.onIdle, limits.idleMs);
  idle.unref();

  function touch(): void {
    usedAt = performance.now();
    idle.refresh();
  }

  function enqueue(datagram: Buffer): void {
    queue.push(datagram);
    queuedBytes += datagram.length;
    while (queue.length > limits.queueDatagrams || queuedBytes > limits.queueBytes) {
      queuedBytes -= queue.shift()?.length ?? 0;
      drops.waiting += 1;
    }
  }

  function dropQueue(): void {
    drops.waiting += queue.length;
    queue.length = 0;
    queuedBytes = 0;
  }

  function pass(websocket: WebSocket, datagram: Buffer): void {
    if (websocket.bufferedAmount + datagram.length > limits.stalledBytes) {
      drops.stalled += 1;
      return;
    }
    // The close event tells about a failed write.
    websocket.send(datagram, BINARY, () => {});
    parts.onSent(datagram.length);
  }

  function schedule(): void {
    const delayMs = Math.max(parts.rest.leftMs(), ownRest.leftMs());
    if (delayMs === 0) {
      startDial();
      return;
    }
    redial = setTimeout(startDial, delayMs);
    redial.unref();
  }

  function startDial(): void {
    redial = undefined;
    const abort = new AbortController();
    const run = async () => {
      try {
        const websocket = await parts.open(abort.signal);
        dial = undefined;
        take(websocket);
      } catch (error) {
        dial = undefined;
        if (closed) return;
        parts.rest.failed();
        dropQueue();
        parts.onProblem(error);
      }
    };
    // In a turn of its own, so that nothing of it happens before `dial` is set.
    dial = { abort, done: Promise.resolve().then(run) };
  }

  function take(websocket: WebSocket): void {
    websocket.on('error', () => {});
    if (closed) {
      websocket.terminate();
      return;
    }
    parts.rest.reset();
    const opened: Link = { websocket, unwatch: parts.watch(websocket), openedAt: performance.now(), heardAt: 0 };
    const onHeard = () => (opened.heardAt = performance.now());
    websocket.on('message', (data) => {
      onHeard();
      touch();
      parts.reply(bytesOf(data));
    });
    websocket.on('pong', onHeard);
    websocket.once('close', (code) => lose(opened, code));
    link = opened;
    if (websocket.readyState === WebSocket.CLOSED) {
      lose(opened, 1006);
      return;
    }
    for (const datagram of queue.splice(0)) pass(websocket, datagram);
    queuedBytes = 0;
    if (websocket.isPaused) websocket.resume();
  }

  function lose(lost: Link, code: number): void {
    if (link !== lost) return;
    link = undefined;
    lost.unwatch();
    clearTimeout(pong);
    if (closed) return;
    const isSound = lost.heardAt > 0 || performance.now() - lost.openedAt >= limits.soundMs;
    if (isSound) ownRest.reset();
    else ownRest.failed();
    if (queue.length > 0) schedule();
    parts.onLost(code);
  }

  async function end(graceMs: number): Promise<void> {
    clearTimeout(idle);
    clearTimeout(redial);
    dropQueue();
    dial?.abort.abort(new Error('the peer has gone'));
    const websocket = link?.websocket;
    const gone = websocket && new Promise<void>((resolve) => websocket.once('close', () => resolve()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        websocket?.terminate();
        resolve();
      }, graceMs);
      timer.unref();
    });
    websocket?.close(DONE);
    // A dial that ignores its signal is not waited for: its websocket is cut as soon as it turns up.
    await Promise.all([gone, dial && Promise.race([dial.done, late])]);
    clearTimeout(timer);
  }

  return {
    send(datagram) {
      if (closed) return;
      touch();
      if (link?.websocket.readyState === WebSocket.OPEN) {
        pass(link.websocket, datagram);
        return;
      }
      enqueue(datagram);
      // A link that is closing looks at the queue once it is gone.
      if (!link && !dial && !redial) schedule();
    },
    usedAt: () => usedAt,
    check() {
      ownRest.reset();
      if (redial) {
        clearTimeout(redial);
        startDial();
      }
      if (link?.websocket.readyState !== WebSocket.OPEN) return;
      const { websocket } = link;
      const asked = link;
      const askedAt = performance.now();
      websocket.ping();
      clearTimeout(pong);
      pong = setTimeout(() => {
        if (asked.heardAt < askedAt) websocket.terminate();
      }, limits.checkMs);
      pong.unref();
    },
    close: (graceMs) => (closed ??= end(graceMs)),
  };
}
