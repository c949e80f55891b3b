import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { certificates } from './api-server.ts';
import { createFacts } from './gateway-facts.ts';

/** Frames as RFC 9113 numbers them. */
export const TYPE = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
  origin: 12,
};
export const END_STREAM = 1;
export const ACK = 1;
export const END_HEADERS = 4;

export const numbers = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
};

export function frame(type: number, flags: number, id: number, body: Buffer | string = '') {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length * 256 + type);
  head[4] = flags;
  return Buffer.concat([head, numbers(id), Buffer.from(body)]);
}

export function setting(id: number, value: number) {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16BE(id);
  bytes.writeUInt32BE(value, 2);
  return bytes;
}

/** A field that is not kept in the table. */
export const field = (name: string, value: string) =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);

export const OK = Buffer.from([0x88]);
export const headers = (id: number, fields = OK) => frame(TYPE.headers, END_HEADERS, id, fields);
export const data = (id: number, text: string | Buffer, flags = END_STREAM) => frame(TYPE.data, flags, id, text);
export const answer = (id: number) => Buffer.concat([headers(id), data(id, '{"data":1}')]);
export const goaway = (lastId: number, code = 0) => frame(TYPE.goaway, 0, 0, numbers(lastId, code));

export type Peer = {
  readonly socket: TLSSocket;
  /** Of the connection, from 1. */
  readonly number: number;
  readonly send: (...frames: readonly Buffer[]) => void;
  /** Sends without end, as fast as the client reads. */
  readonly flood: (next: () => Buffer) => void;
};

export type RawServer = {
  readonly host: string;
  readonly ca: string;
  readonly connections: () => number;
  /** Connections that the client has not let go. */
  readonly open: () => number;
  readonly until: (fact: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type RawParts = {
  readonly settings?: Buffer;
  readonly onConnection?: (peer: Peer) => void;
  /** Each stream that the client opens. */
  readonly onRequest: (id: number, peer: Peer) => void;
};

const PREFACE_BYTES = 24;
const HEAD_BYTES = 9;

/** A server that speaks HTTP/2 as badly as it is told to. It never closes its part of a connection by itself. */
export async function openRawServer({
  settings = Buffer.alloc(0),
  onConnection,
  onRequest,
}: RawParts): Promise<RawServer> {
  const { authority, leaf } = await certificates();
  const sockets = new Set<TLSSocket>();
  const facts = createFacts();
  let connections = 0;

  const server = createServer({ ...leaf, ALPNProtocols: ['h2'], allowHalfOpen: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    const letGo = () => {
      sockets.delete(socket);
      facts.check();
    };
    socket.on('error', () => {}).once('close', letGo);
    const send = (...frames: readonly Buffer[]) => void socket.write(Buffer.concat(frames));
    const flood = (next: () => Buffer) => {
      const more = () => {
        if (socket.destroyed) return;
        if (socket.write(next())) setImmediate(more);
        else socket.once('drain', more);
      };
      more();
    };
    // Only a client that has let go of the connection answers this with a reset.
    socket.once('end', () => flood(() => frame(TYPE.ping, 0, 0, Buffer.alloc(8))));
    const peer = { socket, number: connections, send, flood };
    send(frame(TYPE.settings, 0, 0, settings));
    onConnection?.(peer);
    let heard: Buffer = Buffer.alloc(0);
    let skip = PREFACE_BYTES;
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length < skip) return;
      heard = heard.subarray(skip);
      skip = 0;
      while (heard.length >= HEAD_BYTES) {
        const bytes = HEAD_BYTES + heard.readUIntBE(0, 3);
        if (heard.length < bytes) return;
        const [type, flags, id] = [heard[3], heard[4] ?? 0, heard.readUInt32BE(5)];
        heard = heard.subarray(bytes);
        if (type === TYPE.headers) onRequest(id, peer);
        if (type === TYPE.settings && (flags & ACK) === 0) send(frame(TYPE.settings, ACK, 0));
      }
    });
    facts.check();
  });
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => raw.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.ca,
    connections: () => connections,
    open: () => sockets.size,
    until: facts.until,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of raw) socket.destroy();
      }),
  };
}
