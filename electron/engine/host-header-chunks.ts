const LF = 0x0a;
const CR = 0x0d;
const SEMICOLON = 0x3b;
/** Extension of one chunk, or all trailers together; a body beyond that is no longer followed. */
const LINE_BYTES = 64 * 1024;
/** Thirteen hexadecimal digits hold every size that a number holds exactly. */
const SIZE_DIGITS = 13;

type Place =
  | 'size'
  | 'extension'
  | 'size-end'
  | 'data'
  | 'data-cr'
  | 'data-lf'
  | 'line-start'
  | 'trailer'
  | 'trailer-lf'
  | 'last-lf';

export type ChunkSkipper = {
  /** Index after the last byte of the body in `bytes` from `at` on, or `bytes.length` while there is more to come. */
  readonly skip: (bytes: Buffer, at: number) => number;
  /** `broken`: not a chunked body for sure, so where it ends is unknown. */
  readonly state: () => 'more' | 'done' | 'broken';
};

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * Finds the end of one chunked body (RFC 9112 section 7.1) without keeping or changing a byte. Lines must end in CR LF:
 * servers disagree about a lone LF here, so it counts as broken. Chunk data is skipped without being looked at.
 */
export function createChunkSkipper(onData?: (bytes: Buffer) => void): ChunkSkipper {
  let place: Place | 'done' | 'broken' = 'size';
  let size = 0;
  let digits = 0;
  let lineBytes = 0;

  function step(byte: number): typeof place {
    switch (place) {
      case 'size': {
        const digit = hexDigit(byte);
        if (digit >= 0 && digits < SIZE_DIGITS) {
          size = size * 16 + digit;
          digits += 1;
          return 'size';
        }
        if (digits === 0) return 'broken';
        if (byte === SEMICOLON) return 'extension';
        return byte === CR ? 'size-end' : 'broken';
      }
      case 'extension':
        lineBytes += 1;
        if (byte === LF || lineBytes > LINE_BYTES) return 'broken';
        return byte === CR ? 'size-end' : 'extension';
      case 'size-end':
        if (byte !== LF) return 'broken';
        lineBytes = 0;
        return size === 0 ? 'line-start' : 'data';
      case 'data-cr':
        return byte === CR ? 'data-lf' : 'broken';
      case 'data-lf':
        digits = 0;
        return byte === LF ? 'size' : 'broken';
      case 'line-start':
        if (byte === CR) return 'last-lf';
        lineBytes += 1;
        return byte === LF ? 'broken' : 'trailer';
      case 'trailer':
        lineBytes += 1;
        if (byte === LF || lineBytes > LINE_BYTES) return 'broken';
        return byte === CR ? 'trailer-lf' : 'trailer';
      case 'trailer-lf':
        return byte === LF ? 'line-start' : 'broken';
      case 'last-lf':
        return byte === LF ? 'done' : 'broken';
      case 'data':
      case 'done':
      case 'broken':
        break;
    }
    return place;
  }

  return {
    skip(bytes, from) {
      let at = from;
      while (at < bytes.length && place !== 'done' && place !== 'broken') {
        if (place === 'data') {
          const skipped = Math.min(size, bytes.length - at);
          onData?.(bytes.subarray(at, at + skipped));
          at += skipped;
          size -= skipped;
          if (size === 0) place = 'data-cr';
        } else {
          place = step(bytes[at] ?? 0);
          at += 1;
        }
      }
      return at;
    },
    state: () => (place === 'done' || place === 'broken' ? place : 'more'),
  };
}
