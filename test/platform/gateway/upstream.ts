import dgram from 'node:dgram';
import net from 'node:net';

/** `ended`: a proper end of stream. `lost`: reset or any other error. */
type UpstreamEnd = 'ended' | 'lost';

/** One connection towards a workload, the same for TCP and UDP. */
export type Upstream = {
  /** False asks to wait for the drain. */
  readonly write: (chunk: Buffer) => boolean;
  readonly onDrain: (listen: () => void) => void;
  readonly onData: (listen: (chunk: Buffer) => void) => void;
  /** The workload will send no more; at most once. */
  readonly onEnd: (listen: (how: UpstreamEnd) => void) => void;
  readonly onClose: (listen: () => void) => void;
  /** Nothing is read before; data that came early waits. */
  readonly start: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly end: () => void;
  readonly reset: () => void;
};

export type Address = { readonly host: string; readonly port: number };

const CONNECT_MS = 5000;
/** A workload that goes on after the client's end is heard out for so long. */
const LINGER_MS = 5000;

/** Rejects with the system's error if nobody listens there. */
export async function dialTcp(address: Address): Promise<Upstream> {
  const socket = await new Promise<net.Socket>((resolve, reject) => {
    const dialled = net.connect({ ...address, allowHalfOpen: true, noDelay: true });
    dialled.setTimeout(CONNECT_MS, () => dialled.destroy(new Error('connecting took too long')));
    dialled.once('error', reject);
    dialled.once('connect', () => {
      dialled.off('error', reject);
      dialled.setTimeout(0);
      dialled.removeAllListeners('timeout');
      resolve(dialled);
    });
  });
  let ended: ((how: UpstreamEnd) => void) | undefined;
  let linger: NodeJS.Timeout | undefined;
  socket.on('error', () => {
    ended?.('lost');
    ended = undefined;
  });
  socket.on('close', () => clearTimeout(linger));
  return {
    write: (chunk) => socket.destroyed || socket.writableEnded || socket.write(chunk),
    onDrain: (listen) => void socket.on('drain', listen),
    onData: (listen) => void socket.on('data', listen).pause(),
    onEnd(listen) {
      ended = listen;
      socket.on('end', () => {
        ended?.('ended');
        ended = undefined;
      });
    },
    onClose: (listen) => void socket.on('close', listen),
    start: () => void socket.resume(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end() {
      socket.end();
      socket.resume();
      linger ??= setTimeout(() => socket.destroy(), LINGER_MS);
    },
    reset: () => void socket.resetAndDestroy(),
  };
}

export async function dialUdp(address: Address): Promise<Upstream> {
  const socket = dgram.createSocket(address.host.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(address.port, address.host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  const early: Buffer[] = [];
  let receive: ((chunk: Buffer) => void) | undefined;
  let started = false;
  let paused = false;
  let closed = false;
  let ended: ((how: UpstreamEnd) => void) | undefined;

  function close(): void {
    if (closed) return;
    closed = true;
    socket.close();
  }
  socket.on('message', (message) => {
    // As a real network does it: what nobody takes is lost.
    if (paused) return;
    if (started) receive?.(message);
    else early.push(message);
  });
  socket.on('error', () => {
    ended?.('lost');
    close();
  });
  return {
    write(chunk) {
      // Sending fails where the other side is gone; the socket's error event tells.
      if (!closed) socket.send(chunk, () => undefined);
      return true;
    },
    onDrain: () => undefined,
    onData: (listen) => {
      receive = listen;
    },
    onEnd: (listen) => {
      ended = listen;
    },
    onClose: (listen) => void socket.on('close', listen),
    start() {
      started = true;
      for (const message of early.splice(0)) receive?.(message);
    },
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    end: close,
    reset: close,
  };
}
