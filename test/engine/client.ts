import { connect, type Socket } from 'node:net';
import type { LocalAddress } from '../../electron/contract/forward.ts';

/** A local program: everything it received, and how its connection ended. */
export type Client = {
  readonly socket: Socket;
  readonly received: () => string;
  /** Resolves once this text is part of what came. */
  readonly until: (text: string) => Promise<void>;
  /** `end` after a FIN, else the error's code. */
  readonly ended: Promise<string>;
};

export function openClient({ host, port }: LocalAddress): Client {
  const socket = connect({ host, port, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks).toString('latin1');
  const waiting = new Set<{ readonly text: string; readonly resolve: () => void }>();
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (waiting.size === 0) return;
    const text = received();
    for (const each of waiting) {
      if (!text.includes(each.text)) continue;
      waiting.delete(each);
      each.resolve();
    }
  });
  const ended = new Promise<string>((resolve) => {
    socket.on('end', () => {
      resolve('end');
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('close'));
  });
  return {
    socket,
    received,
    until: (text) =>
      new Promise((resolve) => {
        if (received().includes(text)) resolve();
        else waiting.add({ text, resolve });
      }),
    ended,
  };
}

/** Connects, sends, half-closes, and resolves with all that came back once the other side has closed. */
export async function ask(address: LocalAddress, text: string): Promise<{ answer: string; end: string }> {
  const client = openClient(address);
  client.socket.end(text);
  const end = await client.ended;
  return { answer: client.received(), end };
}
