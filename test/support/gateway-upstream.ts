import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

export type Upstream = { readonly host: string; readonly port: number; readonly protocol?: 'tcp' | 'udp' };

const HIGH_WATER_BYTES = 1024 * 1024;

/** Joins a tunnel with its TCP upstream; an upstream that breaks closes with 1011, a tunnel that breaks resets. */
export function joinTcp(websocket: WebSocket, upstream: Socket): void {
  upstream.on('error', () => websocket.close(1011));
  upstream.on('data', (chunk) => {
    websocket.send(chunk, () => {
      if (upstream.isPaused() && websocket.bufferedAmount < HIGH_WATER_BYTES) upstream.resume();
    });
    if (websocket.bufferedAmount > HIGH_WATER_BYTES) upstream.pause();
  });
  upstream.on('end', () => {
    websocket.close(1000);
    upstream.end();
  });
  websocket.on('message', (data) => {
    // What comes for one that has ended is dropped; waiting for it would keep the close frame from being read.
    if (upstream.writable && !upstream.write(data as Buffer)) websocket.pause();
  });
  upstream.on('drain', () => websocket.resume());
  websocket.on('close', (code) => {
    if (code === 1006 && !upstream.writableEnded) upstream.resetAndDestroy();
    else upstream.destroySoon();
  });
}

/** One message is one datagram. */
export function joinUdp(websocket: WebSocket, place: Upstream): void {
  const socket = createSocket('udp4');
  socket.on('error', () => websocket.close(1011));
  socket.on('message', (datagram) => websocket.send(datagram));
  websocket.on('message', (data) => socket.send(data as Buffer, place.port, place.host));
  websocket.on('close', () => socket.close());
}
