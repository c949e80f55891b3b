import { connect, type Socket } from 'node:net';
import { answer } from './calls.ts';
import { ENDLESS } from './far/ports.ts';
import type { Address } from './near/client.ts';

/** The local programs: they use the client's ports as browsers, database drivers and scripts would. */

export type Mark = { readonly bytes: number; readonly atMs: number };
/** Since the first try: when the last one was connected, and when it had its byte. */
export type Reached = { readonly acceptedMs: number; readonly answeredMs: number };
export type Times = { readonly p50Ms: number; readonly p99Ms: number; readonly count: number };

const CHUNK = Buffer.alloc(256 * 1024, 97);
/** All downloads are read into the same memory: nothing looks at them. */
const LANDING = Buffer.alloc(256 * 1024);

let received = 0;
let bulk: Socket[] = [];
let idle: Socket[] = [];

function fail(socket: Socket, reject: (error: Error) => void): void {
  socket.on('error', reject);
  socket.on('close', () => reject(new Error('the connection was closed')));
}

function open({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    fail(socket, reject);
    socket.on('connect', () => resolve(socket));
  });
}

/** Connects in a way that reads cost next to nothing. */
function openReader({ host, port }: Address): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const onread = {
      buffer: LANDING,
      callback: (bytes: number) => {
        received += bytes;
        return true;
      },
    };
    const socket = connect({ host, port, noDelay: true, onread });
    fail(socket, reject);
    socket.on('connect', () => resolve(socket));
  });
}

function count(bytes: bigint): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(bytes);
  return buffer;
}

function exchange(socket: Socket, message: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let got = 0;
    const onData = (chunk: Buffer) => {
      got += chunk.length;
      if (got < message.length) return;
      socket.off('data', onData).off('close', onClose);
      resolve();
    };
    const onClose = () => reject(new Error('closed in the middle of an exchange'));
    socket.on('data', onData).on('close', onClose);
    socket.write(message);
  });
}

function times(durationsMs: number[]): Times {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), count: sorted.length };
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

/** A connection, one byte there and back, the end. */
async function shortConnection(address: Address): Promise<number> {
  const startedAt = performance.now();
  const socket = await open(address);
  await exchange(socket, Buffer.from('x'));
  const tookMs = performance.now() - startedAt;
  socket.removeAllListeners('close').destroy();
  return tookMs;
}

async function persist(address: Address): Promise<Socket> {
  for (;;) {
    try {
      return await open(address);
    } catch {
      await pause(2);
    }
  }
}

answer({
  async download({ address, connections }: { address: Address; connections: number }) {
    bulk = await Promise.all(Array.from({ length: connections }, () => openReader(address)));
    for (const socket of bulk) socket.write(count(ENDLESS));
  },
  async upload({ address, connections }: { address: Address; connections: number }) {
    bulk = await Promise.all(Array.from({ length: connections }, () => open(address)));
    for (const socket of bulk) {
      const more = () => void socket.write(CHUNK, (error) => error ?? more());
      more();
    }
  },
  /** A download that nobody reads. */
  async demand({ address, bytes }: { address: Address; bytes: number }) {
    const socket = await openReader(address);
    socket.write(count(BigInt(bytes)));
    socket.pause();
    bulk = [socket];
  },
  read(): void {
    for (const socket of bulk) socket.resume();
  },
  mark: (): Mark => ({ bytes: received, atMs: performance.now() }),
  stop(): void {
    for (const socket of bulk)
      socket
        .removeAllListeners('close')
        .on('error', () => {})
        .destroy();
    bulk = [];
  },
  async pingPong({ address, bytes, forMs }: { address: Address; bytes: number; forMs: number }): Promise<Times> {
    const socket = await open(address);
    const message = Buffer.alloc(bytes, 97);
    const took: number[] = [];
    for (let time = 0; time < 50; time += 1) await exchange(socket, message);
    const endAt = performance.now() + forMs;
    while (performance.now() < endAt) {
      const startedAt = performance.now();
      await exchange(socket, message);
      took.push(performance.now() - startedAt);
    }
    socket.removeAllListeners('close').destroy();
    return times(took);
  },
  /** Connections with a rest between them. */
  async connectTimes({ address, times: wanted }: { address: Address; times: number }): Promise<Times> {
    const took: number[] = [];
    for (let time = 0; time < wanted + 3; time += 1) {
      const tookMs = await shortConnection(address);
      if (time >= 3) took.push(tookMs);
      await pause(20);
    }
    return times(took);
  },
  /** Connections one after another without a rest, per second. */
  async connectRate({ address, forMs }: { address: Address; forMs: number }): Promise<number> {
    await shortConnection(address);
    const startedAt = performance.now();
    let done = 0;
    for (; performance.now() - startedAt < forMs; done += 1) await shortConnection(address);
    return (done * 1000) / (performance.now() - startedAt);
  },
  /** A program for each address, which tries to connect until it can and then has one byte back. */
  async reach({ addresses }: { addresses: readonly Address[] }): Promise<Reached> {
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    const sockets = await Promise.all(addresses.map((address) => persist(address)));
    const acceptedMs = since();
    await Promise.all(sockets.map((socket) => exchange(socket, Buffer.from('x'))));
    const answeredMs = since();
    for (const socket of sockets) socket.removeAllListeners('close').destroy();
    return { acceptedMs, answeredMs };
  },
  /** Opens connections that have been used once and are then silent. */
  async idle({ address, connections }: { address: Address; connections: number }) {
    while (idle.length < connections) {
      const some = Math.min(25, connections - idle.length);
      const opened = await Promise.all(Array.from({ length: some }, () => open(address)));
      await Promise.all(opened.map((socket) => exchange(socket, Buffer.from('x'))));
      idle.push(...opened);
    }
  },
  endIdle(): void {
    for (const socket of idle)
      socket
        .removeAllListeners('close')
        .on('error', () => {})
        .destroy();
    idle = [];
  },
});
