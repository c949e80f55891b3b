import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { DropHow, SeenTunnel } from '../control/protocol.ts';
import type { Upstream } from './upstream.ts';

export type Tunnel = {
  readonly seen: SeenTunnel;
  readonly drop: (how: DropHow) => void;
};

type TunnelParts = {
  readonly webSocket: WebSocket;
  readonly upstream: Upstream;
  /** The client's TCP socket below TLS. */
  readonly client: Socket;
  readonly seen: SeenTunnel;
  readonly changed: () => void;
};

/** While this much waits for the client, the workload is not read. */
const HIGH_WATER = 1024 * 1024;

/** Joins an accepted websocket with its workload: back-pressure and counters in both directions. */
export function joinTunnel({ webSocket, upstream, client, seen, changed }: TunnelParts): Tunnel {
  let dead = false;

  webSocket.on('message', (message: Buffer) => {
    seen.bytesUp += message.length;
    seen.messagesUp += 1;
    if (!upstream.write(message)) webSocket.pause();
    changed();
  });
  upstream.onDrain(() => {
    if (!dead) webSocket.resume();
  });

  upstream.onData((chunk) => {
    if (webSocket.readyState !== webSocket.OPEN || dead) return;
    seen.messagesDown += 1;
    webSocket.send(chunk, { binary: true }, (error) => {
      if (error) return;
      seen.bytesDown += chunk.length;
      if (webSocket.bufferedAmount < HIGH_WATER / 2) upstream.resume();
      changed();
    });
    if (webSocket.bufferedAmount > HIGH_WATER) upstream.pause();
  });
  upstream.onEnd((how) => {
    if (dead) return;
    // What was sent before goes out first: frames keep their order.
    if (how === 'ended') webSocket.close(1000);
    else webSocket.close(1011, 'upstream connection lost');
  });
  upstream.onClose(() => {
    seen.upstreamOpen = false;
    changed();
  });

  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', (code) => {
    seen.open = false;
    if (!dead) seen.closeCode = code;
    // A lost client looks to the workload as it is: reset. A closing one gets a proper end.
    if (code === 1006) upstream.reset();
    else upstream.end();
    changed();
  });
  upstream.start();

  /** From here on nothing that comes from the client is understood or answered; only that it gave up is noted. */
  function silence(): void {
    dead = true;
    const secure = (webSocket as unknown as { _socket: Socket })._socket;
    for (const event of ['data', 'end', 'drain']) secure.removeAllListeners(event);
    secure.on('data', () => undefined);
    secure.on('end', () => {
      seen.open = false;
      upstream.reset();
      changed();
    });
    secure.resume();
  }

  return {
    seen,
    drop(how) {
      if (dead) {
        client.resetAndDestroy();
        return;
      }
      switch (how) {
        case 'close-1000':
        case 'close-1001':
        case 'close-1011':
          webSocket.close(Number(how.slice('close-'.length)));
          upstream.end();
          break;
        case 'kill':
          client.resetAndDestroy();
          break;
        case 'blackhole':
          silence();
          upstream.pause();
          break;
        case 'half-open':
          silence();
          upstream.end();
          seen.open = false;
          break;
        default:
          throw new Error(`no way to drop a tunnel by ${String(how satisfies never)}`);
      }
      changed();
    },
  };
}
