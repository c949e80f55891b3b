import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import { ID, setUp } from './bench.ts';
import { cleanUp } from './clean-up.ts';

const range = { first: '127.24.63.1', last: '127.24.63.254' };
const PORT = 5353;

/** Answers each datagram with its own bytes and a mark. */
async function startUdpEcho() {
  const socket = createSocket('udp4');
  socket.on('message', (datagram, sender) => socket.send(`${datagram.toString()}!`, sender.port, sender.address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  cleanUp(async () => {
    socket.close();
    await once(socket, 'close');
  });
  return () => ({ host: '127.0.0.1', port: socket.address().port, protocol: 'udp' as const });
}

/** A local program with a UDP socket of its own. */
async function openPeer({ host, port }: LocalAddress) {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  cleanUp(async () => {
    socket.close();
    await once(socket, 'close');
  });
  return {
    async ask(text: string): Promise<string> {
      socket.send(text, port, host);
      const [answer] = (await once(socket, 'message')) as [Buffer];
      return answer.toString();
    },
    send: (text: string) => socket.send(text, port, host),
    next: async () => String(((await once(socket, 'message')) as [Buffer])[0]),
  };
}

async function udpBench() {
  const at = await startUdpEcho();
  const bench = await setUp({ range, ports: [{ number: PORT, protocol: 'UDP' }] });
  bench.gateway.instances.set('pod-1', at);
  const [address] = await bench.open();
  if (!address) throw new Error('nothing is open');
  return { bench, address, at };
}

test('the first of two UDP peers gets its own replies', async () => {
  const { address } = await udpBench();
  const [first, second] = [await openPeer(address), await openPeer(address)];
  const answer = first.next();
  first.send('one');
  expect(await second.ask('two')).toBe('two!');
  expect(await answer).toBe('one!');
});

test('a UDP port comes back after its tunnel was lost and its pod restarted', async () => {
  const { bench, address, at } = await udpBench();
  const peer = await openPeer(address);
  expect(await peer.ask('before')).toBe('before!');
  bench.gateway.instances.clear();
  bench.gateway.instances.set('pod-2', at);
  const before = bench.gateway.closeCodes.length;
  bench.gateway.closeAll(1011);
  await bench.gateway.until(() => bench.gateway.closeCodes.length > before);
  expect(await peer.ask('after')).toBe('after!');
  expect(bench.gateway.upgrades.at(-1)?.instance).toBe('pod-2');
});

test('a refused UDP port is not told to be open', async () => {
  const at = await startUdpEcho();
  const bench = await setUp({ range, ports: [{ number: PORT, protocol: 'UDP' }] });
  bench.gateway.instances.set('pod-1', at);
  bench.gateway.decide = () => ({ status: 403, body: '{"message":"no forwarding"}' });
  bench.engine.reconcile([
    { id: ID, target: { accountId: 'a', projectId: 'p', kind: 'service', resourceId: 'web' }, wish: { on: true } },
  ]);
  await bench.until(() => bench.forward().tunnels[`${ID}:${PORT}`]?.status.kind === 'failed');
  expect(bench.tunnel(PORT).status).toEqual({
    kind: 'failed',
    problem: { code: 'token-too-narrow', args: { permission: 'no forwarding' } },
  });
});

test('closing a UDP forward ends its tunnels', async () => {
  const { bench, address } = await udpBench();
  const peer = await openPeer(address);
  await peer.ask('hello');
  bench.engine.reconcile([]);
  await bench.until(() => bench.forward().status.kind === 'off');
  await bench.gateway.until(() => bench.gateway.open() === 0);
  expect(bench.gateway.closeCodes.every((code) => code === 1000)).toBe(true);
});
