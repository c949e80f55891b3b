import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Examination } from '../examine.ts';

/** Of the range that forwards get their addresses from, at its end, where none is likely to be. */
const ADDRESS = '127.24.255.254';

/** Binds it and connects to it: some security programs allow the one and refuse the other. */
async function tryAddress(host: string, signal: AbortSignal): Promise<void> {
  const server = createServer((socket) => socket.end('here'));
  try {
    await once(server.listen(0, host), 'listening', { signal });
    const at = server.address();
    if (at === null || typeof at !== 'object') throw new Error('no address');
    const socket = connect(at.port, host);
    try {
      await once(socket, 'data', { signal });
    } finally {
      socket.destroy();
    }
  } finally {
    server.close();
  }
}

export function checkLoopback(address = ADDRESS): Examination {
  return {
    id: 'loopback',
    async run(signal) {
      try {
        await tryAddress(address, signal);
        return [{ state: 'ok', code: 'loopback-fine', args: { address } }];
      } catch (error) {
        signal.throwIfAborted();
        const code = (error as NodeJS.ErrnoException).code ?? String(error);
        if (code === 'EADDRNOTAVAIL')
          return [{ state: 'warning', code: 'loopback-missing', args: { address }, cures: [{ kind: 'hostnames' }] }];
        return [{ state: 'problem', code: 'loopback-bad', args: { address, reason: code } }];
      }
    },
  };
}
