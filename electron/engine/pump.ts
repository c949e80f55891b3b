import { WebSocket } from 'ws';
import { readAsStream, readDirectly } from './direct-reads.ts';
import { receive, send as sendBytes } from './far-bytes.ts';
import { gatherWrites } from './gathered-writes.ts';
import type { Pump, PumpEnd, PumpParts } from './pump-parts.ts';
import { reset } from './reset.ts';

const NORMAL = 1000;
const NO_CODE = 1005;
const NO_FRAME = 1006;
const GOING_AWAY = 1001;

/**
 * Joins a local socket and a WebSocket until both are closed. The protocol has no message for "I have sent all": a local
 * FIN is kept back until the far end has closed or has been silent for a grace, so that the answer still arrives. Only
 * the close codes 1000 and 1005 (none) count as a complete answer; after any other end the local program gets a reset, so
 * that it never takes a part for the whole.
 */
export function startPump(parts: PumpParts): Pump {
  const { socket, far, limits } = parts;
  let { rewriter } = parts;
  const { websocket } = far;
  const writes = gatherWrites(socket, onWritten);
  let isUsed = false;
  let isActive = false;
  let isReplyOwed = false;
  let isLocalEnded = false;
  let isLocalReset = false;
  let isFinishing = false;
  let isHeardLate = false;
  let isProven = false;
  let isCut = false;
  let isFarClosed = false;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let settle: (end: PumpEnd) => void = () => {};
  const done = new Promise<PumpEnd>((resolve) => (settle = resolve));

  function after(delayMs: number, act: () => void): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(act, delayMs);
  }

  function send(bytes: Buffer): void {
    // A far end that has begun to close takes nothing any more, so nothing of it is counted.
    if (websocket.readyState !== WebSocket.OPEN) return;
    parts.onSent(bytes.length);
    parts.tap?.onSent(bytes);
    sendBytes(far, bytes, onFlushed);
    if (websocket.bufferedAmount <= limits.highWaterBytes) return;
    socket.pause();
    parts.onBusy();
  }

  function onFlushed(error?: Error | null): void {
    if (error || websocket.bufferedAmount > limits.highWaterBytes / 2) return;
    if (socket.isPaused() && !isCut) socket.resume();
    if (websocket.bufferedAmount > 0) return;
    if (isFinishing) closeFar();
    else if (isLocalEnded) waitForSilence();
  }

  function onData(chunk: Buffer): void {
    if (isCut) return;
    isUsed = isActive = isReplyOwed = true;
    if (!rewriter) send(chunk);
    else for (const piece of rewriter.push(Buffer.from(chunk))) send(piece);
    const refusal = rewriter?.refusal?.();
    if (refusal) turnAway(refusal.answer);
    else if (rewriter?.isDone?.()) rewriter = undefined;
  }

  /** The far end has heard nothing of it, and is told that nobody is there any more. */
  function turnAway(answer: Buffer | undefined): void {
    if (isFinishing || isFarClosed) return;
    if (!answer) return cut();
    writes.write(answer);
    finish();
  }

  function onBytes(bytes: Buffer): void {
    if (bytes.length === 0 || isCut) return;
    isUsed = isActive = true;
    isReplyOwed = false;
    isHeardLate = isFinishing;
    parts.onReceived(bytes.length);
    parts.tap?.onReceived(bytes);
    writes.write(bytes);
    if (isLocalEnded) waitForSilence();
  }

  function onWritten(): void {
    if (socket.writableLength > limits.highWaterBytes) return websocket.pause();
    if (!websocket.isPaused) return;
    websocket.resume();
    if (isLocalEnded) waitForSilence();
  }

  function onEnd(): void {
    isLocalEnded = true;
    if (rewriter) for (const piece of rewriter.end()) send(piece);
    parts.onHalfClosed();
    // Was it a reset that looked like an end? Writing tells.
    if (!isFarClosed) socket.write(Buffer.alloc(0));
    if (websocket.bufferedAmount === 0) waitForSilence();
  }

  /**
   * Programs on libuv, such as this one, take a reset right behind the last bytes for an end. On Linux a connection that
   * was reset after its FIN breaks with EPIPE, so this one had not sent all.
   */
  function onLocalError(error: NodeJS.ErrnoException): void {
    isLocalReset = process.platform === 'linux' && error.code === 'ECONNRESET';
  }

  function waitForSilence(): void {
    if (isFinishing || isFarClosed) return;
    after(isReplyOwed ? limits.replyMs : limits.quietMs, () => {
      // After a long pause of the whole process the timer is due before the bytes that came meanwhile are read.
      const due = timer;
      setImmediate(() => {
        if (isOver || timer !== due) return;
        // Bytes are still under way, or wait for a slow local reader: that is no silence.
        if (websocket.isPaused || websocket.bufferedAmount > 0) waitForSilence();
        else finish();
      });
    });
  }

  function finish(): void {
    if (isFinishing || isFarClosed) return;
    isFinishing = true;
    clearTimeout(timer);
    // The time for the close handshake runs from here, so what is still to be sent goes first.
    if (websocket.bufferedAmount === 0) closeFar();
  }

  function closeFar(): void {
    // Silence may also mean that the link is dead and the answer lost: the pong tells the two apart.
    if (websocket.readyState === WebSocket.OPEN) websocket.ping();
    websocket.close(NORMAL);
  }

  function onFarClosed(code: number): void {
    isFarClosed = true;
    if (socket.destroyed) return leave('done');
    // The reset is on its way, whatever the far end answers, and waits for no program that reads nothing.
    if (isCut) return;
    clearTimeout(timer);
    writes.flush();
    // A gateway that is there but does not answer our close frame has still said all it had, unless it spoke again. One that
    // answers with another code says that something went wrong.
    const isUnanswered = code === NO_FRAME && isFinishing && isProven && !isHeardLate;
    const isWhole = code === NORMAL || code === NO_CODE || isUnanswered;
    if (!isWhole) parts.onLost();
    if (isWhole) {
      // What the local program still sends has no receiver. It is read and dropped: closing with unread bytes would
      // reset the connection and could take the answer's last bytes with it.
      readAsStream(socket);
      socket.off('data', onData);
      socket.resume();
      socket.end(() => {
        if (!isCut) after(limits.lingerMs, () => socket.destroy());
      });
    } else if (isUsed) {
      resetWithin(limits.lingerMs);
    } else {
      leave('unused');
    }
  }

  function onLocalClosed(): void {
    // Nobody reads any more; the close frame is behind what is left.
    websocket.resume();
    if (isFarClosed) leave('done');
    // After its FIN the program may close for good while an answer comes: all it sent still has to arrive.
    else if (isLocalEnded && !isLocalReset) finish();
    else if (!isFinishing) websocket.terminate();
  }

  /**
   * What had arrived is delivered first, but a reader that has stopped is not waited for. The pause keeps the reset apart
   * from the last bytes: programs on libuv take the two together for an ordinary end. In it nothing is taken from a program
   * that still sends, which would otherwise seem to have sent all.
   */
  function resetWithin(mostMs: number): void {
    after(mostMs, breakOff);
    socket.pause();
    const onTaken = (error?: Error | null) => {
      if (!error) after(limits.resetMs, breakOff);
    };
    if (!socket.writableEnded) socket.write(Buffer.alloc(0), onTaken);
  }

  function breakOff(): void {
    reset(socket);
    after(limits.closeMs, () => websocket.terminate());
  }

  function cut(): void {
    if (isCut) return;
    isCut = isFinishing = true;
    websocket.close(GOING_AWAY);
    writes.flush();
    if (wasActive()) resetWithin(limits.closeMs);
    else after(0, breakOff);
  }

  function wasActive(): boolean {
    const was = isActive || websocket.bufferedAmount > 0 || socket.writableLength > 0;
    isActive = false;
    return was;
  }

  function leave(end: PumpEnd): void {
    clearTimeout(timer);
    isOver = true;
    if (end === 'unused') socket.pause();
    readAsStream(socket);
    socket.off('data', onData).off('end', onEnd).off('error', onLocalError).off('close', onLocalClosed);
    settle(end);
  }

  websocket.on('close', onFarClosed);
  websocket.on('pong', () => (isProven = isFinishing));
  // A gateway that breaks the protocol is not asked to agree on the end.
  websocket.on('error', () => websocket.terminate());
  socket.on('error', onLocalError).on('close', onLocalClosed);
  // A far end that was lost between its opening and now has sent its close event to nobody.
  if (websocket.readyState === WebSocket.CLOSED) {
    queueMicrotask(() => onFarClosed(NO_FRAME));
  } else {
    receive(far, onBytes, limits.messageBytes);
    websocket.resume();
    const early = readDirectly(socket, onData);
    if (!early) socket.on('data', onData);
    else if (early.length > 0) onData(early);
    if (socket.readableEnded) onEnd();
    else socket.on('end', onEnd).resume();
  }

  return {
    done,
    wasActive,
    yield() {
      if (!websocket.isPaused && websocket.bufferedAmount === 0) finish();
    },
    cut,
  };
}
