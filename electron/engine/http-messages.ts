import { createChunkSkipper, type ChunkSkipper } from './host-header-chunks.ts';
import { headEnd } from './host-header.ts';
import type { MessageFraming } from './http-heads.ts';

type MessageSink = {
  /** `text` is the head in latin1, up to and with the empty line. Undefined: what follows is not to be read. */
  readonly head: (text: string) => MessageFraming | undefined;
  /** A part of the body without its framing; valid during the call only. */
  readonly body: (bytes: Buffer) => void;
  readonly end: () => void;
  /** What came is no message, or its end is not certain. Nothing is told afterwards. */
  readonly broken: () => void;
};

type MessageReader = {
  readonly push: (bytes: Buffer) => void;
  /** No more bytes come. */
  readonly finish: (isWhole: boolean) => void;
  /** Nothing is told any more. */
  readonly stop: () => void;
};

const LF = 0x0a;
const CR = 0x0d;
const HEAD_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Reads the HTTP/1 messages of one direction without touching a byte. It shares the strictness of the Host rewriter: what
 * servers are known to read differently is not guessed at but ends the reading.
 */
export function createMessageReader(sink: MessageSink): MessageReader {
  let stage: 'between' | 'head' | 'length' | 'chunked' | 'close' | 'over' = 'between';
  /** An unfinished head, in the first `heldBytes` of it. */
  let held = NOTHING;
  let heldBytes = 0;
  let remaining = 0;
  let chunks: ChunkSkipper | undefined;

  function breakOff(): void {
    stage = 'over';
    letGo();
    sink.broken();
  }

  function end(): void {
    stage = 'between';
    sink.end();
  }

  function enter(text: string): void {
    stage = 'over';
    const framing = sink.head(text);
    if (!framing) return;
    if (framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0)) return end();
    stage = framing.kind;
    if (framing.kind === 'length') remaining = framing.bytes;
    if (framing.kind === 'chunked') chunks = createChunkSkipper(sink.body);
  }

  function letGo(): void {
    held = NOTHING;
    heldBytes = 0;
  }

  function hold(bytes: Buffer): void {
    const needed = heldBytes + bytes.length;
    if (needed > held.length) {
      const larger = Buffer.allocUnsafe(Math.max(1024, needed * 2));
      held.copy(larger, 0, 0, heldBytes);
      held = larger;
    }
    bytes.copy(held, heldBytes);
    heldBytes = needed;
  }

  /** Reads a head, or keeps what there is of it; returns where to go on. */
  function readHead(bytes: Buffer, from: number): number {
    const before = heldBytes;
    if (before === 0) {
      const found = headEnd(bytes, from, bytes.length);
      if (found !== -1 && found - from <= HEAD_BYTES) {
        enter(bytes.toString('latin1', from, found));
        return found;
      }
    }
    const limit = Math.min(bytes.length, from + HEAD_BYTES + 1 - before);
    hold(bytes.subarray(from, limit));
    const found = headEnd(held, before, heldBytes);
    if (found === -1) {
      if (heldBytes > HEAD_BYTES) breakOff();
      return limit;
    }
    const text = held.toString('latin1', 0, found);
    letGo();
    enter(text);
    return from + found - before;
  }

  function push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && stage !== 'over';) {
      if (stage === 'between') {
        if (bytes[at] === CR || bytes[at] === LF) at += 1;
        else stage = 'head';
      } else if (stage === 'head') {
        at = readHead(bytes, at);
      } else if (stage === 'length') {
        const part = bytes.subarray(at, at + remaining);
        at += part.length;
        remaining -= part.length;
        sink.body(part);
        if (remaining === 0 && stage === 'length') end();
      } else if (stage === 'chunked' && chunks) {
        at = chunks.skip(bytes, at);
        if (chunks.state() === 'done') end();
        else if (chunks.state() === 'broken') breakOff();
      } else {
        sink.body(at === 0 ? bytes : bytes.subarray(at));
        at = bytes.length;
      }
    }
  }

  return {
    push,
    finish(isWhole) {
      if (stage === 'close' && isWhole) sink.end();
      stage = 'over';
    },
    stop() {
      stage = 'over';
      letGo();
    },
  };
}
