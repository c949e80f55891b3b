import { expect, test } from 'vitest';
import type { ConnectionEnd, ConnectionStart } from '../../electron/engine/traffic.ts';
import { createFacts } from '../support/gateway-facts.ts';
import { openTo } from './bench.ts';
import { ask, openClient } from './client.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.100.1', last: '127.24.100.254' };

function openEnds() {
  const ends: (ConnectionEnd | undefined)[] = [];
  const facts = createFacts();
  const onConnection = (_: string, what: string, end?: ConnectionEnd) => {
    if (what === 'closed') ends.push(end);
    facts.check();
  };
  return { onConnection, last: (count: number) => facts.until(() => ends.length === count).then(() => ends.at(-1)) };
}

test('each connection tells its number, its pod, its bytes, how long it took and how it was closed', async () => {
  const { onConnection, last } = openEnds();
  const { bench, address } = await openTo(await startEcho(), { range, onConnection });
  await ask(address, 'hello');
  const bytes = { bytesIn: 5, bytesOut: 5 };
  expect(await last(1)).toEqual({ number: 1, instance: 'pod-1', ...bytes, tookMs: expect.any(Number), code: 1000 });

  const cut = openClient(address);
  cut.socket.write('abc');
  await cut.until('abc');
  bench.gateway.drop();
  expect(await cut.ended).toBe('ECONNRESET');
  expect(await last(2)).toMatchObject({ number: 2, instance: 'pod-1', bytesIn: 3, bytesOut: 3, code: 1006 });
});

test('the gateway’s own words for the end of a connection are told', async () => {
  const { onConnection, last } = openEnds();
  const { bench, address } = await openTo(await startEcho(), { range, onConnection });
  bench.gateway.serve = (websocket) => {
    websocket.on('message', () => websocket.close(1011, 'pod evicted'));
  };
  const client = openClient(address);
  client.socket.write('abc');
  await client.ended;
  expect(await last(1)).toMatchObject({ code: 1011, reason: 'pod evicted' });
});

test('a connection that no pod could be found for tells so', async () => {
  const { onConnection, last } = openEnds();
  const { bench, address } = await openTo(await startEcho(), { range, onConnection, limits: { heldMs: 100 } });
  bench.gateway.instances.clear();
  const client = openClient(address);
  await client.ended;
  expect(await last(1)).toEqual({
    number: 1,
    bytesIn: 0,
    bytesOut: 0,
    tookMs: expect.any(Number),
    problem: { code: 'no-instance' },
  });
});

test('one that the gateway cuts off tells why, one that ends in order or is ended here tells nothing', async () => {
  const { onConnection, last } = openEnds();
  const { bench, address } = await openTo(await startEcho(), { range, onConnection });
  await ask(address, 'hello');
  expect(await last(1)).not.toHaveProperty('problem');

  const gone = openClient(address);
  gone.socket.write('abc');
  await gone.until('abc');
  gone.socket.resetAndDestroy();
  expect(await last(2)).not.toHaveProperty('problem');

  const cut = openClient(address);
  cut.socket.write('abc');
  await cut.until('abc');
  bench.gateway.drop();
  expect((await last(3))?.problem).toEqual({ code: 'connection-cut', args: { code: 1006 } });

  const closing = openClient(address);
  closing.socket.write('abc');
  await closing.until('abc');
  bench.engine.reconcile([]);
  expect(await last(4)).not.toHaveProperty('problem');
});

test('a workload that the gateway cannot connect is told with the gateway’s words, without their secrets and line breaks', async () => {
  const { onConnection, last } = openEnds();
  const { bench, address } = await openTo(await startEcho(), { range, onConnection });
  bench.gateway.serve = (websocket) => websocket.close(1011, 'upstream\nrefused Bearer abcdefghijklmnop');
  const client = openClient(address);
  client.socket.write('abc');
  await client.ended;
  const end = await last(1);
  expect(end?.problem).toEqual({ code: 'connection-cut', args: { code: 1011, reason: expect.any(String) } });
  expect(end?.problem?.args?.['reason']).toMatch(/^upstream refused /);
  expect(end?.problem?.args?.['reason']).not.toContain('abcdefghijklmnop');
});

test('one too many is told as refused', async () => {
  const { onConnection, last } = openEnds();
  const { address } = await openTo(await startEcho(), { range, onConnection, limits: { connections: 1 } });
  const first = openClient(address);
  first.socket.write('abc');
  await first.until('abc');
  expect(await openClient(address).ended).toBe('ECONNRESET');
  const problem = { code: 'too-many-connections', args: { most: 1 } };
  expect(await last(1)).toEqual({ number: 2, bytesIn: 0, bytesOut: 0, tookMs: 0, problem });
  first.socket.destroy();
});

test('whoever connects is told with its own end of the connection', async () => {
  const peers: ConnectionStart[] = [];
  const { bench, address } = await openTo(await startEcho(), { range, onPeer: (_, start) => peers.push(start) });
  const client = openClient(address);
  client.socket.write('abc');
  await client.until('abc');
  const { localAddress: host, localPort: port } = client.socket;
  expect(peers).toEqual([{ number: 1, peer: { host, port } }]);
  client.socket.destroy();
  await bench.close();
});
