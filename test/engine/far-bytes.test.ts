import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dial, type FarEnd } from '../../electron/engine/dial.ts';
import { receive, send } from '../../electron/engine/far-bytes.ts';
import { createGateways } from '../../electron/engine/gateways.ts';
import { defaultLimits } from '../../electron/engine/limits.ts';
import { startGateway } from '../support/gateway.ts';
import { cleanUp } from './clean-up.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const CLOSE = Buffer.from([0x88, 2, 3, 232]);

/** An open far end and the server's side of its connection, where frames are written by hand. */
type Link = { readonly far: FarEnd; readonly server: TLSSocket; readonly closed: Promise<number> };

/** `first` goes out in one write with the 101. */
async function openLinks(): Promise<(first?: Buffer) => Promise<Link>> {
  const { certificate, ca, close } = await startGateway();
  await close();
  let first: Buffer = Buffer.alloc(0);
  const accepted: TLSSocket[] = [];
  const server = createServer({ cert: certificate.ca, key: certificate.key }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', (request: Buffer) => {
      const key = /sec-websocket-key: (\S+)/i.exec(request.toString())?.[1] ?? '';
      const accept = createHash('sha1')
        .update(key + GUID)
        .digest('base64');
      const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
      accepted.push(socket);
      socket.write(Buffer.concat([Buffer.from(head), first]));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const limits = { ...defaultLimits, warmSockets: 0 };
  const gateways = createGateways(limits);
  cleanUp(async () => {
    gateways.close();
    for (const socket of accepted) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `wss://localhost:${(server.address() as AddressInfo).port}/tunnel`;
  return async (bytes = Buffer.alloc(0)) => {
    first = bytes;
    const credentials = { authorization: 'Bearer token', ca: [ca] };
    const far = await dial({ url, credentials, gateways, limits }, new AbortController().signal);
    const closed = new Promise<number>((resolve) => far.websocket.once('close', resolve));
    const socket = accepted.at(-1);
    if (!socket) throw new Error('nothing was accepted');
    return { far, server: socket, closed };
  };
}

/** Frames of a server with this payload, cut as the numbers say. */
function frames(payload: Buffer, sizes: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0, index = 0; at < payload.length; index += 1) {
    const piece = payload.subarray(at, at + (sizes[index % sizes.length] ?? 1));
    at += piece.length;
    const head = piece.length < 126 ? Buffer.from([0x82, piece.length]) : Buffer.from([0x82, 126, 0, 0]);
    if (piece.length >= 126) head.writeUInt16BE(piece.length, 2);
    // A ping between the frames, now and then; many at once are no honest server's.
    parts.push(...(index % 7 === 6 && index < 70 ? [Buffer.from([0x89, 1, 33])] : []), head, piece);
  }
  return Buffer.concat(parts);
}

const bytesOf = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 7) & 255));

test('all bytes arrive in order, whether with the 101 or later, and then the close', async () => {
  const open = await openLinks();
  const sizes = fc.array(fc.integer({ min: 1, max: 65_000 }), { minLength: 1, maxLength: 6 });
  const cuts = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.nat(150_000), sizes, cuts, fc.boolean(), async (length, frameSizes, writes, isWithHead) => {
      const payload = bytesOf(length);
      const wire = Buffer.concat([frames(payload, frameSizes), CLOSE]);
      const { far, server, closed } = await open(isWithHead ? wire : wire.subarray(0, writes[0]));
      for (let at = isWithHead ? wire.length : (writes[0] ?? 1), index = 1; at < wire.length; index += 1) {
        const piece = wire.subarray(at, at + (writes[index % writes.length] ?? 1));
        server.write(piece);
        at += piece.length;
      }
      // Behind its close frame the server says no more, and may end before anyone reads.
      server.end();
      const got: Buffer[] = [];
      receive(far, (bytes) => void got.push(Buffer.from(bytes)), defaultLimits.messageBytes);
      far.websocket.resume();
      expect(await closed).toBe(1000);
      expect(Buffer.concat(got).equals(payload)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('text and what follows it is delivered too', async () => {
  const open = await openLinks();
  const { far, server, closed } = await open();
  const got: string[] = [];
  receive(far, (bytes) => void got.push(bytes.toString()), defaultLimits.messageBytes);
  far.websocket.resume();
  server.write(Buffer.concat([Buffer.from([0x82, 1, 97, 0x81, 1, 98, 0x02, 1, 99, 0x80, 1, 100]), CLOSE]));
  expect(await closed).toBe(1000);
  expect(got.join('')).toBe('abcd');
});

test('a far end that is held back takes no more, whatever the server mixes in', async () => {
  const open = await openLinks();
  const { far, server, closed } = await open();
  let got = 0;
  receive(far, (bytes) => void (got += bytes.length), defaultLimits.messageBytes);
  far.websocket.resume();
  // Every kilobyte a ping: each is an event for the WebSocket, and none may start the reading again.
  const kilobyte = frames(Buffer.alloc(1_024), [1_024]);
  const mixed = Buffer.concat(Array.from({ length: 1_024 }, () => Buffer.concat([kilobyte, Buffer.from([0x89, 0])])));
  far.websocket.pause();
  let sent = 0;
  await new Promise<void>((resolve, reject) => {
    const more = () => {
      sent += 1;
      // The system's own buffers take a few megabytes; then the server waits, for good.
      if (sent > 64) return reject(new Error('the server was never held back'));
      const stuck = setTimeout(resolve, 300);
      server.write(mixed, () => {
        clearTimeout(stuck);
        more();
      });
    };
    more();
  });
  expect(got).toBeLessThan(256 * 1_024);
  far.websocket.terminate();
  await closed;
});

test('what is sent is copied before the call returns, and told of when it is out', async () => {
  const open = await openLinks();
  const { far, server, closed } = await open();
  const received: Buffer[] = [];
  server.on('data', (chunk) => received.push(chunk));
  for (const length of [1, 100, 5_000, 200_000]) {
    const bytes = Buffer.alloc(length, 97);
    const flushed = new Promise<unknown>((resolve) => send(far, bytes, resolve));
    bytes.fill(0);
    expect(await flushed).toBeFalsy();
  }
  far.websocket.resume();
  far.websocket.close(1000);
  server.on('data', () => server.write(CLOSE));
  await closed;
  const late = await new Promise<unknown>((resolve) => send(far, Buffer.from('x'), resolve));
  expect(late).toBeInstanceOf(Error);
  const { Receiver } = (await import('ws')) as unknown as {
    Receiver: new (options: object) => NodeJS.WritableStream;
  };
  const receiver = new Receiver({ isServer: true });
  let text = 0;
  receiver.on(
    'message',
    (bytes: Buffer) => (text += bytes.toString('latin1').replaceAll('a', '').length === 0 ? bytes.length : NaN),
  );
  receiver.on('conclude', () => {});
  receiver.write(Buffer.concat(received));
  expect(text).toBe(205_101);
});
