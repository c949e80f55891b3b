import { createHash } from 'node:crypto';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { CLOSE, createCutter, frame, framedBatch, PING, pong } from './frames.ts';
import { PORTS } from './ports.ts';
import { readInto } from './read-into.ts';
import { BATCH_BYTES, workload, type Outlet } from './workload.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const REQUEST = /^GET \S*\/port\/(\d+)\S* HTTP\/1\.1\r\n/;
/** Everything that is read is looked at before the next read. */
const LANDING = Buffer.alloc(256 * 1024);
const KEY = /^sec-websocket-key: *(\S+)/im;

export type Certificate = { readonly cert: string; readonly key: string };

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function upgrade(socket: Socket, onOpen: (port: number, rest: Buffer) => void): void {
  let request = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    request = Buffer.concat([request, chunk]);
    const end = request.indexOf('\r\n\r\n');
    if (end < 0) return;
    socket.off('data', onData);
    const head = request.toString('latin1', 0, end);
    const port = REQUEST.exec(head)?.[1];
    const key = KEY.exec(head)?.[1];
    if (port === undefined || key === undefined) {
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    onOpen(Number(port), request.subarray(end + 4));
  };
  socket.on('data', onData);
}

/** TLS, an upgrade, frames written and read by hand: as little work per byte as Node allows. */
export async function startGateway(certificate: Certificate, frameBytes: number): Promise<number> {
  const batch = framedBatch(frameBytes);
  const server = createTlsServer({ ...certificate, noDelay: true }, (socket) => {
    socket.on('error', () => {});
    upgrade(socket, (port, rest) => {
      const outlet: Outlet = {
        sendBatch: (onRoom) => void socket.write(batch, (error) => error ?? onRoom()),
        send: (bytes) => void socket.write(frame(bytes)),
        stopReading: () => void socket.pause(),
      };
      const take = workload(port, outlet);
      const cut = createCutter({
        onData: take,
        onControl(opcode, payload) {
          if (opcode === PING) socket.write(pong(payload));
          if (opcode === CLOSE) socket.end(frame(payload, 0x88));
        },
      });
      if (rest.length > 0) cut(rest);
      readInto(socket, LANDING, cut);
      if (port === PORTS.stalled) socket.pause();
    });
  });
  return await listen(server);
}

/** The same workload without gateway, TLS and frames, one TCP port for each of its ports. */
export async function startDirect(): Promise<Record<number, number>> {
  const batch = Buffer.alloc(BATCH_BYTES, 97);
  const ports: Record<number, number> = {};
  for (const port of Object.values(PORTS)) {
    const server = createTcpServer({ noDelay: true }, (socket) => {
      socket.on('error', () => {});
      const take = workload(port, {
        sendBatch: (onRoom) => void socket.write(batch, (error) => error ?? onRoom()),
        send: (bytes) => void socket.write(Buffer.from(bytes)),
        stopReading: () => void socket.pause(),
      });
      readInto(socket, LANDING, take);
      if (port === PORTS.stalled) socket.pause();
    });
    ports[port] = await listen(server);
  }
  return ports;
}
