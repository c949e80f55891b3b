import { connect, Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { ID, openTo, PORT } from './bench.ts';
import { startWorkload } from './upstream.ts';

const range = { first: '127.24.74.1', last: '127.24.74.254' };
/** `SOAK=1` runs the long form. */
const TOTAL = process.env['SOAK'] ? 10_000 : 1_500;
const AT_ONCE = 24;

function talk({ host, port }: LocalAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject).on('close', () => resolve(answer));
    socket.write('hello');
  });
}

test(`${TOTAL} short connections all get their answer and leave nothing behind`, { timeout: 240_000 }, async () => {
  const workload = await startWorkload((socket) => socket.once('data', () => socket.end('bye')));
  const { bench, address } = await openTo(workload, { range });
  let left = TOTAL;
  let answered = 0;
  const run = async () => {
    while (left > 0) {
      left -= 1;
      if ((await talk(address)) === 'bye') answered += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  expect(answered).toBe(TOTAL);
  await bench.gateway.until(() => bench.gateway.open() === 0);
  // What is kept ready, and nothing else.
  await bench.gateway.until(() => bench.gateway.sockets() <= 2);
  await bench.until(() => bench.traffic()[`${ID}:${PORT}`]?.connections === 0);
  // Collects garbage first: sockets that something still refers to.
  expect(queryObjects(Socket, { format: 'count' })).toBeLessThan(100);
  expect(bench.traffic()[`${ID}:${PORT}`]).toMatchObject({ bytesIn: TOTAL * 3, bytesOut: TOTAL * 5 });
});
