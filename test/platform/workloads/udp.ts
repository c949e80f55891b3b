import dgram from 'node:dgram';
import type { Opener, Running } from './registry.ts';

/** Each datagram comes back as it is, empty ones too; `who?` answers with the pod's name. */
export const udpEchoWorkload: Opener = {
  per: 'pod',
  open: async ({ pod }) =>
    await bind((message, reply) => reply(message.toString() === 'who?' ? Buffer.from(pod.name) : message)),
};

/**
 * Counts `name:value|c` lines as StatsD does, one or more per datagram, and unlike it answers each datagram with
 * `name=total` lines. `echo <text>` answers the text, `who?` the pod's name, `stats` all totals.
 */
export const statsdWorkload: Opener = {
  per: 'pod',
  async open({ pod }) {
    const totals = new Map<string, number>();
    const told = (names: Iterable<string>): string =>
      [...names].map((name) => `${name}=${totals.get(name) ?? 0}`).join('\n');
    return await bind((message, reply) => {
      const text = message.toString();
      if (text === 'who?') reply(Buffer.from(pod.name));
      else if (text === 'stats') reply(Buffer.from(told(totals.keys())));
      else if (text.startsWith('echo ')) reply(message.subarray(5));
      else {
        const names = new Set<string>();
        for (const line of text.split('\n')) {
          const match = /^([^:|]+):(-?[\d.]+)\|(c|g|ms)/.exec(line);
          if (!match) continue;
          const [, name = '', value = '0', type] = match;
          totals.set(name, type === 'c' ? (totals.get(name) ?? 0) + Number(value) : Number(value));
          names.add(name);
        }
        reply(Buffer.from(names.size > 0 ? told(names) : 'error: not understood'));
      }
    });
  },
};

async function bind(receive: (message: Buffer, reply: (answer: Buffer) => void) => void): Promise<Running> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, from) => {
    receive(message, (answer) => socket.send(answer, from.port, from.address, () => undefined));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      socket.off('error', reject);
      // A peer that went away is reported as an error of the whole socket on some systems.
      socket.on('error', () => undefined);
      resolve();
    });
  });
  // Bursts of the largest datagrams must not be lost between two processes of one machine.
  socket.setRecvBufferSize(4 * 1024 * 1024);
  return {
    address: { host: '127.0.0.1', port: socket.address().port },
    async close() {
      await new Promise<void>((resolve) => {
        socket.close(resolve);
      });
    },
  };
}
