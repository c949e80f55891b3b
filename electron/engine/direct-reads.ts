import { Socket, type OnReadOpts } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { LARGE_BYTES } from './large-buffers.ts';

/**
 * Sockets that read into one piece of memory shared by all of them. Whoever reads such a socket directly gets each read
 * as it lands; nothing is allocated on the way, which in Electron is most of the price of a transfer. Until someone does,
 * and for sockets that are not of this kind, the bytes come as `data` events, as from any other socket.
 */
const landing = Buffer.allocUnsafeSlow(LARGE_BYTES);

type Reader = { read: ((bytes: Buffer) => void) | undefined };

const readers = new WeakMap<Socket, Reader>();

function landingFor(reader: Reader, socketOf: () => Socket): OnReadOpts {
  return {
    buffer: landing,
    callback(length) {
      const socket = socketOf();
      const bytes = landing.subarray(0, length);
      if (!reader.read) return socket.push(Buffer.from(bytes));
      reader.read(bytes);
      return !socket.isPaused();
    },
  };
}

/** A TLS connection, on its way. */
export function connectTls(options: ConnectionOptions): TLSSocket {
  const reader: Reader = { read: undefined };
  // The types do not know yet that `onread` is handed on to the socket.
  const all: ConnectionOptions & { readonly onread: OnReadOpts } = {
    ...options,
    onread: landingFor(reader, () => socket),
  };
  const socket: TLSSocket = connect(all);
  readers.set(socket, reader);
  return socket;
}

type Handle = { readonly useUserBuffer?: unknown };

/**
 * The same connection as a socket of this kind. Node offers this for connections that one makes (`onread`) but not for
 * those that a server accepts; so the handle changes its owner. Where a handle cannot do it, the socket stays as it is.
 */
export function adopt(accepted: Socket): Socket {
  const owner = accepted as unknown as { _handle: Handle | null };
  const handle = owner._handle;
  if (typeof handle?.useUserBuffer !== 'function') return accepted;
  owner._handle = null;
  accepted.destroy();
  const reader: Reader = { read: undefined };
  const options = { handle, allowHalfOpen: accepted.allowHalfOpen, onread: landingFor(reader, () => socket) };
  const socket = new Socket(options);
  readers.set(socket, reader);
  return socket;
}

/**
 * From now on `read` gets what this socket reads; the bytes are valid during the call only. What was read before is
 * returned, in one piece. Undefined where the socket is of another kind.
 */
export function readDirectly(socket: Socket, read: (bytes: Buffer) => void): Buffer | undefined {
  const reader = readers.get(socket);
  if (!reader) return undefined;
  // Somebody may listen for what comes later, but these bytes are not theirs.
  const listeners = socket.listeners('data') as ((chunk: Buffer) => void)[];
  socket.removeAllListeners('data');
  const early = socket.read() as Buffer | null;
  for (const listener of listeners) socket.on('data', listener);
  reader.read = read;
  // A stream asks for more whenever something was pushed into it, which would start a socket again that was paused.
  socket._read = () => {};
  socket.read = (size) => Duplex.prototype.read.call(socket, size) as unknown;
  return early ?? Buffer.alloc(0);
}

/** The inverse: bytes come as `data` events again. A paused socket reads ahead into its own buffer, and so hears of a reset. */
export function readAsStream(socket: Socket): void {
  const reader = readers.get(socket);
  if (!reader?.read) return;
  reader.read = undefined;
  Reflect.deleteProperty(socket, '_read');
  Reflect.deleteProperty(socket, 'read');
  if (socket.isPaused()) socket.read(0);
}
