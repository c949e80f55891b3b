import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { createInspector } from '../../electron/inspector/inspector.ts';
import { cleanUp } from '../engine/clean-up.ts';
import { ID, openTo } from '../engine/bench.ts';
import type { Workload } from '../engine/upstream.ts';

const range = { first: '127.24.123.1', last: '127.24.123.254' };
const REQUESTS = 200;
const ROUNDS = 4;
const BODY = JSON.stringify({ rows: Array.from({ length: 40 }, (_, id) => ({ id, name: `article ${id}` })) });
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

/** Answers each request at once; all of them are one packet here. */
async function startWeb(): Promise<Pick<Workload, 'at'>> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(ANSWER));
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { at: () => ({ host: '127.0.0.1', port }) };
}

/** Milliseconds of CPU of this process, which has client, engine, gateway and workload in it, for each request. */
async function cost(address: LocalAddress): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const before = process.cpuUsage();
  for (let count = 0; count < REQUESTS; count += 1) {
    const asked = request({ ...address, path: `/articles/${count}`, agent }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
  }
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  return (user + system) / 1000 / REQUESTS;
}

test('a request costs the same where nobody inspects it, and less than three times as much where it is kept', async () => {
  const inspector = createInspector({ tell: () => {}, addressOf: () => undefined, version: '1' });
  cleanUp(async () => inspector.close());
  const ports = [{ number: 8080, protocol: 'HTTP' as const }];
  const workload = (await startWeb()) as Workload;
  const without = await openTo(workload, { range, ports });
  const { range: _, ...other } = { range, ports, observe: inspector.observe };
  const watched = await openTo(workload, { range: { first: '127.24.124.1', last: '127.24.124.254' }, ...other });
  const least = { without: Infinity, off: Infinity, on: Infinity };
  await cost(without.address);
  await cost(watched.address);
  for (let round = 0; round < ROUNDS; round += 1) {
    least.without = Math.min(least.without, await cost(without.address));
    inspector.set(ID, false);
    least.off = Math.min(least.off, await cost(watched.address));
    inspector.set(ID, true);
    least.on = Math.min(least.on, await cost(watched.address));
  }
  const { without: none, off, on } = least;
  console.log(
    `CPU of a request: ${none.toFixed(3)} ms without the inspector, ${off.toFixed(3)} ms with it off, ${on.toFixed(3)} ms kept`,
  );
  expect(off).toBeLessThan(none * 1.6);
  expect(on).toBeLessThan(none * 3);
}, 60_000);
