import type { Duplex } from 'node:stream';

export type Lines = {
  /** Sends one object as a line. Nothing happens once the channel is closed. */
  readonly send: (value: object) => void;
  /** From now on a line may be this long, without its end; a longer one ends the channel. */
  readonly allow: (bytes: number) => void;
};

/**
 * One JSON object per line in both directions. A peer that sends a line longer than is allowed is cut off as soon as it is
 * too long; it never fills the memory. `onEnd` is called once, however the channel ended.
 */
export function openLines(
  channel: Duplex,
  {
    bytes,
    onLine,
    onEnd,
  }: { readonly bytes: number; readonly onLine: (line: string) => void; readonly onEnd: () => void },
): Lines {
  let limit = bytes;
  let parts: Buffer[] = [];
  let length = 0;
  let isOver = false;

  const end = (): void => {
    if (isOver) return;
    isOver = true;
    parts = [];
    channel.destroy();
    onEnd();
  };

  const take = (part: Buffer): boolean => {
    length += part.length;
    if (length > limit) return false;
    parts.push(part);
    return true;
  };

  channel.on('data', (chunk: Buffer) => {
    for (let from = 0; from < chunk.length;) {
      const at = chunk.indexOf(0x0a, from);
      if (!take(chunk.subarray(from, at === -1 ? chunk.length : at))) return end();
      if (at === -1) return;
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      from = at + 1;
      onLine(line);
      if (isOver) return;
    }
  });
  for (const event of ['end', 'close', 'error'] as const) channel.on(event, end);

  return {
    send(value) {
      if (!isOver && channel.writable) channel.write(`${JSON.stringify(value)}\n`);
    },
    allow(more) {
      limit = more;
    },
  };
}
