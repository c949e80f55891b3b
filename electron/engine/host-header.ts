import type { HostRewrite } from './face.ts';
import { createChunkSkipper, type ChunkSkipper } from './host-header-chunks.ts';
import { isRequestLine, mayBecomeRequestLine, parseHead } from './host-header-head.ts';

/** Looks at each head before anything of it leaves. */
export type HeadGuard = {
  /** What the client is told in place of the far end's answer, or undefined for a request that may pass. */
  readonly judge: (head: string) => Buffer | undefined;
  /** Told to a client whose head is too long to be judged. */
  readonly tooLong: Buffer;
};

export type HostRewriter = {
  /**
   * What to send in place of `chunk`, in order: all bytes as they came except a replaced Host value. Pieces may be parts
   * of `chunk`, so a buffer that is read into again must be written out first; bytes that are held back are copied.
   */
  readonly push: (chunk: Buffer) => readonly Buffer[];
  /** What was held back of an unfinished head. Whatever is pushed afterwards passes as it is. */
  readonly end: () => readonly Buffer[];
  /** Set once the guard has refused a request: nothing passes any more. Without an answer where others may be on their way. */
  readonly refusal: () => { readonly answer?: Buffer } | undefined;
  /** Everything to come passes as it is, so that it need not be pushed. */
  readonly isDone: () => boolean;
};

const LF = 0x0a;
const CR = 0x0d;
/** A longer head is passed on as it is, and everything after it: no more than this is ever held back. */
export const HEAD_BYTES = 64 * 1024;
/** So much of an unfinished first line is judged; a protocol that is not HTTP betrays itself sooner. */
const JUDGED_BYTES = 512;
/** Pieces that are small together leave as one, because each costs a frame. Bulk is never copied. */
const JOINED_BYTES = 16 * 1024;

/** `between`: before a request line, where empty lines are allowed. `raw`: for good. */
type Stage = 'between' | 'head' | 'length' | 'chunked' | 'raw' | 'refused';

/**
 * Follows the requests of one HTTP/1 connection from the user to the service and replaces Host values that are one of
 * `rewrite.names` (without regard to case, port and a trailing dot) by `rewrite.to`; the port stays.
 *
 * It never guesses: from the first byte that is no HTTP/1 request, or whose end is not certain, everything passes raw for
 * good. That also holds after CONNECT and after an offered upgrade, since answers are not read here and so nobody knows
 * whether the next bytes are another protocol's. `docs/decisions/0010-host-header-parser.md` has the reasons.
 */
export function createHostRewriter(rewrite: HostRewrite | undefined, guard?: HeadGuard): HostRewriter {
  const names = new Set(rewrite?.names.map((name) => name.toLowerCase()));
  // A name that could break out of its header line is never written.
  const usable = rewrite !== undefined && names.size > 0 && /^[\w.-]+$/.test(rewrite.to);
  const replacement = Buffer.from(rewrite?.to ?? '', 'latin1');
  let stage: Stage = usable || guard ? 'between' : 'raw';
  let heads = 0;
  let refusal: { readonly answer?: Buffer } | undefined;
  let held = Buffer.alloc(0);
  let heldBytes = 0;
  let firstLineRead = false;
  let remaining = 0;
  let chunks: ChunkSkipper | undefined;

  /** Nothing of this head leaves, and nothing after it. Only the first one can be answered here. */
  function refuse(answer: Buffer): undefined {
    stage = 'refused';
    refusal = heads > 1 ? {} : { answer };
  }

  /** Reads the whole head in `bytes` and says which part of it to replace. */
  function enter(bytes: Buffer, start: number, end: number): { start: number; end: number } | undefined {
    const text = bytes.toString('latin1', start, end);
    heads += 1;
    const refused = guard?.judge(text);
    if (refused) return refuse(refused);
    const head = parseHead(text);
    stage = 'raw';
    firstLineRead = false;
    if (!head) return undefined;
    if (head.framing?.kind === 'length') {
      remaining = head.framing.bytes;
      stage = remaining > 0 ? 'length' : 'between';
    } else if (head.framing?.kind === 'chunked') {
      chunks = createChunkSkipper();
      stage = 'chunked';
    } else if (head.framing) {
      stage = 'between';
    }
    if (!head.host || !usable) return undefined;
    const name = text.slice(head.host.start, head.host.end).replace(/:[0-9]*$/, '');
    if (!names.has(name.replace(/\.$/, '').toLowerCase())) return undefined;
    return { start: start + head.host.start, end: start + head.host.start + name.length };
  }

  /** Whether the unfinished head may still become one. */
  function isPromising(): boolean {
    return heldBytes <= HEAD_BYTES && isHttp();
  }

  function isHttp(): boolean {
    if (firstLineRead) return true;
    const lineFeed = held.subarray(0, heldBytes).indexOf(LF);
    if (lineFeed !== -1) {
      firstLineRead = isRequestLine(held.toString('latin1', 0, held[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed));
      return firstLineRead;
    }
    return mayBecomeRequestLine(held.toString('latin1', 0, Math.min(heldBytes, JUDGED_BYTES)));
  }

  function hold(chunk: Buffer, start: number, end: number): void {
    const needed = heldBytes + end - start;
    if (needed > held.length) {
      const larger = Buffer.allocUnsafe(Math.max(1024, needed * 2));
      held.copy(larger, 0, 0, heldBytes);
      held = larger;
    }
    chunk.copy(held, heldBytes, start, end);
    heldBytes = needed;
  }

  /** Gives the held bytes away, so that nothing reuses them. */
  function release(): Buffer {
    const bytes = held.subarray(0, heldBytes);
    held = Buffer.alloc(0);
    heldBytes = 0;
    return bytes;
  }

  function push(chunk: Buffer): readonly Buffer[] {
    if (stage === 'refused') return [];
    if (stage === 'raw') return chunk.length > 0 ? [chunk] : [];
    const pieces: Buffer[] = [];
    /** Bytes of `chunk` before `sent` are in `pieces` or held; `at` is where reading goes on. */
    let sent = 0;
    let at = 0;
    const send = (bytes: Buffer, from: number, to: number) => {
      if (to > from) pieces.push(to - from === bytes.length ? bytes : bytes.subarray(from, to));
    };
    /** Sends `bytes` up to the Host value and its replacement; returns where to go on. */
    const replace = (bytes: Buffer, from: number, value: { start: number; end: number }) => {
      send(bytes, from, value.start);
      pieces.push(replacement);
      return value.end;
    };

    /** Reads a head, or holds what there is of it; returns where to go on. */
    const readHead = (from: number): number => {
      const before = heldBytes;
      const limit = Math.min(chunk.length, from + HEAD_BYTES + 1 - before);
      if (before === 0) {
        const end = headEnd(chunk, from, Math.min(limit, from + HEAD_BYTES));
        if (end !== -1) {
          const value = enter(chunk, from, end);
          if (stage === 'refused') {
            send(chunk, sent, from);
            return (sent = chunk.length);
          }
          if (value) sent = replace(chunk, sent, value);
          return end;
        }
        send(chunk, sent, from);
      }
      hold(chunk, from, limit);
      const end = headEnd(held, before, Math.min(heldBytes, HEAD_BYTES));
      if (end !== -1) {
        heldBytes = end;
        const bytes = release();
        const value = enter(bytes, 0, end);
        if (stage === 'refused') return (sent = chunk.length);
        send(bytes, value ? replace(bytes, 0, value) : 0, end);
        sent = from + end - before;
        return sent;
      }
      if (guard && heldBytes > HEAD_BYTES && isHttp()) {
        heads += 1;
        release();
        refuse(guard.tooLong);
        return (sent = chunk.length);
      }
      if (!isPromising()) {
        pieces.push(release());
        stage = 'raw';
      }
      sent = limit;
      return limit;
    };

    while (at < chunk.length) {
      if (stage === 'between') {
        if (chunk[at] === CR || chunk[at] === LF) at += 1;
        else stage = 'head';
      } else if (stage === 'length') {
        const skipped = Math.min(remaining, chunk.length - at);
        at += skipped;
        remaining -= skipped;
        if (remaining === 0) stage = 'between';
      } else if (stage === 'chunked' && chunks) {
        at = chunks.skip(chunk, at);
        const state = chunks.state();
        if (state !== 'more') stage = state === 'done' ? 'between' : 'raw';
      } else if (stage === 'raw') {
        at = chunk.length;
      } else {
        at = readHead(at);
      }
    }
    send(chunk, sent, at);
    return refusal?.answer ? [] : joined(pieces);
  }

  return {
    push,
    refusal: () => refusal,
    isDone: () => stage === 'raw' && heldBytes === 0,
    end() {
      if (stage === 'refused') return [];
      stage = 'raw';
      return heldBytes > 0 ? [release()] : [];
    },
  };
}

/**
 * Index after the empty line that ends a head, searched in `from`…`to`; -1 while there is none. A head never begins with a
 * line end, so looking back two bytes stays inside it.
 */
export function headEnd(bytes: Buffer, from: number, to: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1 && at < to; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[bytes[at - 1] === CR ? at - 2 : at - 1] === LF) return at + 1;
  }
  return -1;
}

function joined(pieces: Buffer[]): readonly Buffer[] {
  if (pieces.length < 2) return pieces;
  let total = 0;
  for (const piece of pieces) total += piece.length;
  return total <= JOINED_BYTES ? [Buffer.concat(pieces, total)] : pieces;
}
