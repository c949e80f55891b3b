import { once } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { deferred, recorder, withPort } from '../support/datagram.ts';

const traffic = () => {
  const events = recorder<string>();
  return {
    events,
    onTraffic: {
      opened: () => events.add('opened'),
      closed: () => events.add('closed'),
      received: (bytes: number) => events.add(`received ${bytes}`),
      sent: (bytes: number) => events.add(`sent ${bytes}`),
    },
  };
};

describe('peers', () => {
  test('an answer goes to the program that asked, not to the one that sent last', async () => {
    await withPort({}, async ({ gateway, program }) => {
      const [a, b] = [await program(), await program()];
      const asked: { message: string; websocket: WebSocket }[] = [];
      const both = deferred<void>();
      gateway.answer((message, websocket) => {
        asked.push({ message: message.toString(), websocket });
        if (asked.length === 2) both.resolve();
      });
      await a.send('a asks');
      await b.send('b asks');
      await both.promise;
      for (const { message, websocket } of asked) websocket.send(Buffer.from(`to ${message}`));
      expect((await a.receive()).toString()).toBe('to a asks');
      expect((await b.receive()).toString()).toBe('to b asks');
      expect(gateway.tunnels).toHaveLength(2);
    });
  });

  test('nothing is dialled before the first datagram, and one program has one tunnel', async () => {
    await withPort({}, async ({ gateway, port, program }) => {
      expect(gateway.tunnels).toHaveLength(0);
      expect(port.peers()).toBe(0);
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      for (const text of ['1', '2', '3']) {
        await one.send(text);
        expect((await one.receive()).toString()).toBe(text);
      }
      expect(gateway.tunnels).toHaveLength(1);
      expect(port.peers()).toBe(1);
    });
  });

  test('a silent program is forgotten, its tunnel closed, and the next datagram opens another', async () => {
    await withPort({ limits: { idleMs: 500 } }, async ({ gateway, port, program }) => {
      const one = await program();
      await one.send('hello');
      const [code] = (await once(await gateway.tunnel(0), 'close')) as [number];
      expect(code).toBe(1000);
      expect(port.peers()).toBe(0);
      await one.send('again');
      const [message] = (await once(await gateway.tunnel(1), 'message')) as [Buffer];
      expect(message.toString()).toBe('again');
    });
  });

  test('a program that goes on is not forgotten, however long ago it began', async () => {
    await withPort({ limits: { idleMs: 800 } }, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      for (const endAt = performance.now() + 1600; performance.now() < endAt;) {
        await one.send('x');
        await one.receive();
      }
      expect(gateway.tunnels).toHaveLength(1);
    });
  });

  test('one program too many takes the place of the one that was silent longest', async () => {
    await withPort({ limits: { peers: 2 } }, async ({ gateway, port, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const [a, b, c] = [await program(), await program(), await program()];
      for (const one of [a, b, a]) {
        await one.send('x');
        await one.receive();
      }
      const gone = once(await gateway.tunnel(1), 'close');
      await c.send('c');
      expect((await c.receive()).toString()).toBe('c');
      await gone;
      expect(port.peers()).toBe(2);
      await a.send('still here');
      expect((await a.receive()).toString()).toBe('still here');
      expect(gateway.tunnels).toHaveLength(3);
    });
  });

  test('traffic is told in both directions, with peers as connections', async () => {
    const { events, onTraffic } = traffic();
    await withPort({ onTraffic }, async ({ gateway, port, program }) => {
      gateway.answer((_, websocket) => websocket.send(Buffer.alloc(7)));
      const one = await program();
      await one.send('abc');
      await events.at(2);
      await port.close();
      expect(events.list).toEqual(['opened', 'sent 3', 'received 7', 'closed']);
    });
  });
});

describe('datagrams', () => {
  test('of every size keep their bytes and boundaries both ways', async () => {
    await withPort({}, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      const pass = async (size: number) => {
        const datagram = Buffer.alloc(size, `${size} `);
        await one.send(datagram);
        expect((await one.receive()).equals(datagram)).toBe(true);
      };
      for (const size of [1, 2, 125, 126, 127, 1472, 1473, 9216, 9217, 65_506, 65_507]) await pass(size);
      await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 65_507 }), pass), { numRuns: 60 });
    });
  });

  test('that are empty pass both ways', async () => {
    await withPort({}, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      await one.send('');
      expect(await one.receive()).toHaveLength(0);
    });
  });

  test('sent back to back stay apart and in order', async () => {
    await withPort({}, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      await one.send('first');
      await one.receive();
      const texts = Array.from({ length: 50 }, (_, index) => `datagram ${index}`);
      for (const text of texts) void one.send(text);
      for (const text of texts) expect((await one.receive()).toString()).toBe(text);
    });
  });

  test('come out of text frames as their bytes', async () => {
    await withPort({}, async ({ gateway, program }) => {
      gateway.answer((_, websocket) => websocket.send('grüße'));
      const one = await program();
      await one.send('x');
      expect((await one.receive()).toString()).toBe('grüße');
    });
  });

  test('go up as binary frames', async () => {
    await withPort({}, async ({ gateway, program }) => {
      const one = await program();
      await one.send('plain text');
      const [, isBinary] = (await once(await gateway.tunnel(0), 'message')) as [Buffer, boolean];
      expect(isBinary).toBe(true);
    });
  });

  test('a message that is longer than a datagram can be is dropped and counted, the next one arrives', async () => {
    await withPort({}, async ({ gateway, port, program }) => {
      gateway.answer((_, websocket) => {
        websocket.send(Buffer.alloc(65_508));
        websocket.send(Buffer.from('next'));
      });
      const one = await program();
      await one.send('x');
      expect((await one.receive()).toString()).toBe('next');
      expect(port.drops()).toEqual({ waiting: 0, stalled: 0, oversize: 1, unsent: 0 });
    });
  });

  test('from a gateway that speaks first are not lost', async () => {
    await withPort({}, async ({ gateway, program }) => {
      const one = await program();
      void gateway.tunnel(0).then((websocket) => websocket.send(Buffer.from('welcome')));
      await one.send('x');
      expect((await one.receive()).toString()).toBe('welcome');
    });
  });
});

describe('what waits for a tunnel', () => {
  test.each([
    { limits: { queueDatagrams: 64 }, size: 10, kept: 64 },
    { limits: { queueBytes: 10_000 }, size: 1000, kept: 10 },
  ])('is bounded ($limits): the newest $kept of 100 arrive in order', async ({ limits, size, kept }) => {
    const { events, onTraffic } = traffic();
    const opening = deferred<void>();
    const gatewayOf = deferred<(signal: AbortSignal) => Promise<WebSocket>>();
    const open = async (signal: AbortSignal) => {
      await opening.promise;
      return (await gatewayOf.promise)(signal);
    };
    await withPort({ open, onTraffic, limits }, async ({ gateway, port, program }) => {
      gatewayOf.resolve(gateway.open);
      const arrived = recorder<string>();
      gateway.answer((message) => arrived.add(message.toString().trim()));
      const [a, b] = [await program(), await program()];
      for (let index = 0; index < 100; index += 1) await a.send(String(index).padEnd(size));
      // Datagrams are read in the order they came: once this program is known, all of the other's were.
      await b.send('marker');
      await events.at(1);
      expect(port.drops().waiting).toBe(100 - kept);
      opening.resolve();
      await arrived.at(kept);
      const numbers = arrived.list.filter((text) => text !== 'marker').map(Number);
      expect(numbers).toEqual(Array.from({ length: kept }, (_, index) => 100 - kept + index));
    });
  });

  test('is bounded too in a tunnel that does not take more', async () => {
    const opened = deferred<WebSocket>();
    const gatewayOf = deferred<(signal: AbortSignal) => Promise<WebSocket>>();
    const open = async (signal: AbortSignal) => {
      const websocket = await (await gatewayOf.promise)(signal);
      opened.resolve(websocket);
      return websocket;
    };
    const { events, onTraffic } = traffic();
    const limits = { stalledBytes: 200_000, closeMs: 20 };
    await withPort({ open, onTraffic, limits }, async ({ gateway, port, program }) => {
      gatewayOf.resolve(gateway.open);
      const one = await program();
      await one.send('x');
      (await gateway.tunnel(0)).pause();
      const websocket = await opened.promise;
      let most = 0;
      while (port.drops().stalled === 0) {
        const before = events.list.length;
        await one.send(Buffer.alloc(60_000));
        while (events.list.length === before && port.drops().stalled === 0) {
          await new Promise((resolve) => {
            setImmediate(resolve);
          });
        }
        most = Math.max(most, websocket.bufferedAmount);
      }
      expect(most).toBeGreaterThan(100_000);
      expect(most).toBeLessThanOrEqual(200_100);
    });
  });
});
