type FrameSink = {
  /** Payload of binary messages, as it arrives; valid during the call only. */
  readonly onPayload: (bytes: Buffer) => void;
  /** Bytes for a complete implementation of WebSocket: whole frames, whatever is wrong, and all that follows it. */
  readonly onRest: (bytes: Buffer) => void;
};

type FrameCutter = {
  /** Takes what arrived; pieces may be cut anywhere. */
  readonly push: (chunk: Buffer) => void;
  /** True once everything that arrives goes to `onRest`, for good. */
  readonly isDone: () => boolean;
};

const CONTINUATION = 0;
const TEXT = 1;
const BINARY = 2;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
const CONTROL_BYTES = 125;
const SIXTEEN_BITS = 126;
const SIXTY_FOUR_BITS = 127;

/** A continuation of nothing: the other side is told 1002. */
const OUT_OF_ORDER = Buffer.from([FINAL | CONTINUATION, 0]);
/** A message of 2^64 - 1 bytes: the other side is told 1009. */
const TOO_LONG = Buffer.from([FINAL | BINARY, SIXTY_FOUR_BITS, ...Array.from({ length: 8 }, () => 255)]);

/**
 * Cuts the payload of binary messages out of a server's frames (RFC 6455, 5.2) without putting messages together: only
 * that path is worth being short. Control frames go on as they are. At the first frame that is neither (text, something
 * reserved, masked, too long, a close frame) it steps aside: that frame and all bytes after it go on unchanged, so that
 * what they mean is decided by one implementation alone. That one has not seen the fragments cut out before; where they
 * are what makes a frame wrong, it is given one that is wrong by itself in place of it.
 */
export function createFrameCutter(sink: FrameSink, messageBytes: number): FrameCutter {
  const head = Buffer.allocUnsafe(10);
  let headLength = 0;
  /** Of the current frame: what is still to come. */
  let left = 0;
  let isControl = false;
  let isFragmented = false;
  let messageLength = 0;
  let isDone = false;

  /** Length of the header that begins with what is there. */
  function wanted(): number {
    if (headLength < 2) return 2;
    const short = (head[1] ?? 0) & 127;
    return short === SIXTEEN_BITS ? 4 : short === SIXTY_FOUR_BITS ? 10 : 2;
  }

  function payloadLength(): number {
    const short = (head[1] ?? 0) & 127;
    if (short === SIXTEEN_BITS) return head.readUInt16BE(2);
    return short === SIXTY_FOUR_BITS ? head.readUInt32BE(2) * 2 ** 32 + head.readUInt32BE(6) : short;
  }

  function stepAside(bytes: Buffer): void {
    isDone = true;
    sink.onRest(bytes);
  }

  /** Judges a frame by its first two bytes; true where it is one to cut. */
  function isOrdinary(): boolean {
    const [first = 0, second = 0] = head;
    const isFinal = (first & FINAL) !== 0;
    const opcode = first & ~FINAL;
    if ((second & MASKED) !== 0) return false;
    isControl = opcode === PING || opcode === PONG;
    if (isControl) return isFinal && second <= CONTROL_BYTES;
    return opcode === (isFragmented ? CONTINUATION : BINARY);
  }

  /** What the other side is to see in place of a frame that is not ordinary. */
  function told(): Buffer {
    const opcode = (head[0] ?? 0) & ~FINAL;
    const isOutOfOrder = isFragmented && (opcode === TEXT || opcode === BINARY);
    return isOutOfOrder ? OUT_OF_ORDER : head.subarray(0, headLength);
  }

  function begin(): void {
    left = payloadLength();
    if (isControl) {
      sink.onRest(head.subarray(0, headLength));
    } else {
      messageLength += left;
      if (messageLength > messageBytes) {
        stepAside(isFragmented ? TOO_LONG : head.subarray(0, headLength));
        return;
      }
      isFragmented = ((head[0] ?? 0) & FINAL) === 0;
      if (!isFragmented) messageLength = 0;
    }
    headLength = 0;
  }

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (isDone) {
          sink.onRest(chunk.subarray(at));
          return;
        }
        if (left > 0) {
          const piece = chunk.subarray(at, at + left);
          left -= piece.length;
          at += piece.length;
          if (isControl) sink.onRest(piece);
          else sink.onPayload(piece);
          continue;
        }
        head[headLength] = chunk[at] ?? 0;
        headLength += 1;
        at += 1;
        if (headLength === 2 && !isOrdinary()) stepAside(told());
        else if (headLength === wanted()) begin();
      }
    },
    isDone: () => isDone,
  };
}
