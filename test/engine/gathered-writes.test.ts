import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherWrites } from '../../electron/engine/gathered-writes.ts';
import { cleanUp } from './clean-up.ts';

async function openPair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  const [far] = (await once(server, 'connection')) as [Socket];
  for (const socket of [near, far]) socket.on('error', () => {});
  cleanUp(async () => {
    near.destroy();
    far.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { near, far };
}

test('everything arrives in order, though the memory it came in is used again at once', async () => {
  const sizes = fc.array(fc.oneof(fc.nat(300), fc.nat(20_000), fc.nat(600_000)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const { near, far } = await openPair();
      const got: Buffer[] = [];
      far.on('data', (chunk) => got.push(chunk));
      const writes = gatherWrites(near, () => {});
      const landing = Buffer.alloc(600_000);
      const sent: Buffer[] = [];
      for (const [index, length] of lengths.entries()) {
        const piece = landing.subarray(0, length).fill(index + 1);
        sent.push(Buffer.from(piece));
        writes.write(piece);
        landing.fill(0xee);
        // Some in one turn of the loop, some in the next.
        if (index % 3 === 2) await new Promise((resolve) => setImmediate(resolve));
      }
      writes.flush();
      near.end();
      await once(far, 'end');
      expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('what comes in one turn of the loop is one write', async () => {
  const { near } = await openPair();
  let writes = 0;
  const write = near.write.bind(near);
  near.write = ((...parameters: Parameters<typeof write>) => {
    writes += 1;
    return write(...parameters);
  }) as typeof near.write;
  const gathered = gatherWrites(near, () => {});
  for (let count = 0; count < 100; count += 1) gathered.write(Buffer.from('piece'));
  expect(writes).toBe(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(writes).toBe(1);
  gathered.flush();
  expect(writes).toBe(1);
});

test('a socket that is gone is written to no more', async () => {
  const { near } = await openPair();
  const gathered = gatherWrites(near, () => {});
  gathered.write(Buffer.from('late'));
  near.destroy();
  gathered.flush();
  await once(near, 'close');
  gathered.write(Buffer.alloc(10_000));
  gathered.flush();
  expect(near.bytesWritten).toBe(0);
});
