import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { MAX_LINE_BYTES } from './protocol.ts';

/** Calls for each line that has arrived, as parsed JSON; undefined for one that is none. Too long a line ends the socket. */
export function readLines(socket: Socket, onValue: (value: unknown) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  socket.on('data', (data: Buffer) => {
    rest += decoder.write(data);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '' && !socket.destroyed) onValue(parse(line));
    if (rest.length > MAX_LINE_BYTES) socket.destroy();
  });
}

export function writeLine(socket: Socket, value: object): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(value)}\n`);
}

function parse(line: string): unknown {
  if (line.length > MAX_LINE_BYTES) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
