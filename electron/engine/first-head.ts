import { isRequestLine, mayBecomeRequestLine } from './host-header-head.ts';
import { headEnd, HEAD_BYTES, type HeadGuard, type HostRewriter } from './host-header.ts';

/** `GET /path HTTP/1.1`, or less of it: what a browser asks a server for. Other targets are meant for a proxy. */
const ASKS_SERVER = /^[^ ]+(?: ?$| [/*])/;

function mayAskServer(text: string): boolean {
  const lineFeed = text.indexOf('\n');
  const line = lineFeed === -1 ? text : text.slice(0, lineFeed).replace(/\r$/, '');
  return ASKS_SERVER.test(line) && (lineFeed === -1 ? mayBecomeRequestLine(line) : isRequestLine(line));
}

/**
 * Looks at how a connection begins whose port is not said to be HTTP, and may be. Nothing is held back, since another protocol
 * may wait for an answer to any byte: what has come so far is looked at as a whole before the newest piece of it leaves, so a head
 * that is refused never arrives complete. Browsers send one in one piece, and then nothing of it arrives. Only the first head
 * is looked at: a browser's connection is for one name.
 */
export function watchFirstHead(guard: HeadGuard): HostRewriter {
  let seen: Buffer | undefined = Buffer.alloc(0);
  let refusal: { readonly answer?: Buffer } | undefined;

  function look(chunk: Buffer): void {
    if (!seen) return;
    const isFirst = seen.length === 0;
    seen = isFirst ? chunk : Buffer.concat([seen, chunk]);
    const start = seen.toString('latin1', 0, HEAD_BYTES);
    if (!mayAskServer(start)) {
      seen = undefined;
      return;
    }
    const end = headEnd(seen, 0, Math.min(seen.length, HEAD_BYTES));
    if (end === -1 && seen.length <= HEAD_BYTES) return;
    const answer = end === -1 ? guard.tooLong : guard.judge(start.slice(0, end));
    seen = undefined;
    if (answer) refusal = isFirst ? { answer } : {};
  }

  return {
    push(chunk) {
      look(chunk);
      return refusal || chunk.length === 0 ? [] : [chunk];
    },
    refusal: () => refusal,
    isDone: () => seen === undefined && !refusal,
    end: () => [],
  };
}
