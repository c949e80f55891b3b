import net from 'node:net';
import { listenOnLoopback } from './listen.ts';
import type { Opener } from './registry.ts';

const WHO = Buffer.from('who?');

/**
 * Gives back what it gets and ends when the client has ended. Special are only the first bytes of a connection:
 * `who?` answers with the pod's name and a newline, `bye!` ends at once, `rst!` resets.
 */
export const tcpEchoWorkload: Opener = {
  per: 'pod',
  async open({ pod }) {
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      socket.once('data', (first) => {
        if (first.equals(WHO)) socket.write(`${pod.name}\n`);
        else if (first.toString() === 'rst!') socket.resetAndDestroy();
        else if (first.toString() === 'bye!') socket.end('bye\n');
        else socket.write(first);
        socket.pipe(socket);
      });
      socket.on('end', () => socket.end());
    });
    return await listenOnLoopback(server);
  },
};
