import type { Socket } from 'node:net';
import { giveLarge, LARGE_BYTES, takeLarge } from './large-buffers.ts';

type GatheredWrites = {
  /** Copies the bytes; they are written when the current turn of the event loop ends, or earlier. */
  readonly write: (bytes: Buffer) => void;
  /** Writes what is there now. */
  readonly flush: () => void;
};

/** Up to this many bytes a copy costs less than keeping a large buffer until they are written. */
const SMALL_BYTES = 4096;

/**
 * Writes to a socket what comes in many small pieces: one system call for all that arrived in one turn of the event loop.
 * `onWritten` follows each write at once, and again when the system has taken it.
 */
export function gatherWrites(socket: Socket, onWritten: () => void): GatheredWrites {
  let buffer: Buffer | undefined;
  let length = 0;
  let flushing: NodeJS.Immediate | undefined;

  function flush(): void {
    clearImmediate(flushing);
    flushing = undefined;
    if (!buffer) return;
    const full = buffer;
    const bytes = full.subarray(0, length);
    buffer = undefined;
    length = 0;
    if (socket.destroyed || bytes.length <= SMALL_BYTES) {
      if (!socket.destroyed) socket.write(Buffer.from(bytes), onWritten);
      giveLarge(full);
    } else {
      socket.write(bytes, () => {
        giveLarge(full);
        onWritten();
      });
    }
    onWritten();
  }

  return {
    write(bytes) {
      for (let from = 0; from < bytes.length;) {
        buffer ??= takeLarge();
        const copied = bytes.copy(buffer, length, from, Math.min(bytes.length, from + LARGE_BYTES - length));
        from += copied;
        length += copied;
        if (length === LARGE_BYTES) flush();
      }
      if (buffer) flushing ??= setImmediate(flush);
    },
    flush,
  };
}
