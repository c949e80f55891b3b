import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { recorder, withGateways, withPort, type DatagramGateway } from '../support/datagram.ts';

/** So long that nothing waits for its end: what happens in these tests happens before it. */
const LONG_MS = 600_000;
const LONG_BACKOFF = { firstMs: LONG_MS, capMs: LONG_MS };

describe('after a lost tunnel', () => {
  test.each([
    ['closed by the gateway', (websocket: WebSocket) => websocket.close(1011), 1011],
    ['cut without a word', (websocket: WebSocket) => websocket.terminate(), 1006],
  ])('%s, the next datagram opens another', async (_, lose, expected) => {
    const lost = recorder<number>();
    await withPort({ onLost: lost.add }, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      for (const round of [0, 1, 2]) {
        await one.send(`round ${round}`);
        expect((await one.receive()).toString()).toBe(`round ${round}`);
        lose(await gateway.tunnel(round));
        await lost.at(round);
      }
      expect(lost.list).toEqual([expected, expected, expected]);
      expect(gateway.tunnels).toHaveLength(3);
    });
  });

  test('nothing is dialled until there is a datagram', async () => {
    const lost = recorder<number>();
    await withPort({ onLost: lost.add }, async ({ gateway, port, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const [a, b] = [await program(), await program()];
      await a.send('x');
      await a.receive();
      (await gateway.tunnel(0)).terminate();
      await lost.at(0);
      port.check();
      await b.send('x');
      await b.receive();
      expect(gateway.tunnels).toHaveLength(2);
      expect(port.peers()).toBe(2);
    });
  });

  test('a datagram that came while it was closing is sent by the next', async () => {
    await withGateways([{}], async ([gateway]) => {
      const ends = recorder<WebSocket>();
      const open = async (signal: AbortSignal) => {
        const websocket = await (gateway as DatagramGateway).open(signal);
        ends.add(websocket);
        return websocket;
      };
      await withPort({ open }, async ({ program }) => {
        gateway?.answer((message, websocket) => websocket.send(message));
        const [one, other] = [await program(), await program()];
        await one.send('x');
        await one.receive();
        const far = await gateway?.tunnel(0);
        // The close frame is answered only once the far end is read again.
        far?.pause();
        (await ends.at(0)).close();
        await one.send('between');
        // Datagrams are read in the order they came: with this one's tunnel the other datagram was seen.
        await other.send('marker');
        await ends.at(1);
        far?.resume();
        expect((await one.receive()).toString()).toBe('between');
      });
    });
  });
});

describe('a flood does not hammer', () => {
  test('a gateway that refuses: one dial for all programs until the pause ends or the network changes', async () => {
    const dials = recorder<AbortSignal>();
    const problems = recorder<unknown>();
    const peers = recorder<string>();
    const refused = new Error('refused');
    const onTraffic = { opened: () => peers.add('opened'), closed: () => {}, received: () => {}, sent: () => {} };
    const open = (signal: AbortSignal) => {
      dials.add(signal);
      return Promise.reject(refused);
    };
    await withPort(
      { open, onTraffic, onProblem: problems.add, limits: { backoff: LONG_BACKOFF } },
      async ({ port, program }) => {
        const [a, b] = [await program(), await program()];
        await a.send('first');
        expect(await problems.at(0)).toBe(refused);
        port.check();
        await a.send('second');
        await problems.at(1);
        for (let count = 0; count < 50; count += 1) await a.send('more');
        await b.send('marker');
        await peers.at(1);
        expect(dials.list).toHaveLength(2);
        port.check();
        await problems.at(3);
        expect(dials.list).toHaveLength(4);
        // The first two, and what waited when the network changed.
        expect(port.drops().waiting).toBe(53);
      },
    );
  });

  test('a gateway that accepts and closes at once: the pause is that of one program', async () => {
    const lost = recorder<number>();
    await withPort({ onLost: lost.add, limits: { backoff: LONG_BACKOFF } }, async ({ gateway, port, program }) => {
      const [a, b] = [await program(), await program()];
      gateway.answer((message, websocket) =>
        message.toString() === 'a' ? websocket.close(1000) : websocket.send(message),
      );
      await a.send('a');
      await lost.at(0);
      await a.send('waits');
      await b.send('b');
      expect((await b.receive()).toString()).toBe('b');
      expect(gateway.tunnels).toHaveLength(2);
      port.check();
      expect((await a.receive()).toString()).toBe('waits');
      expect(gateway.tunnels).toHaveLength(3);
    });
  });

  test('a tunnel that answers ends the series: the next pause is short again', async () => {
    const problems = recorder<unknown>();
    const lost = recorder<number>();
    await withGateways([{}], async ([gateway]) => {
      let dials = 0;
      const open = (signal: AbortSignal) => {
        dials += 1;
        return dials % 2 === 1 ? Promise.reject(new Error('refused')) : (gateway as DatagramGateway).open(signal);
      };
      // Doubling twenty times would be more than a quarter of an hour.
      const limits = { backoff: { firstMs: 1, capMs: LONG_MS * 10 } };
      await withPort({ open, onProblem: problems.add, onLost: lost.add, limits }, async ({ program }) => {
        gateway?.answer((message, websocket) => websocket.send(message));
        const one = await program();
        for (let round = 0; round < 20; round += 1) {
          await one.send('lost');
          await problems.at(round);
          await one.send('arrives');
          await one.receive();
          (await gateway?.tunnel(round))?.terminate();
          await lost.at(round);
        }
        expect(dials).toBe(40);
      });
    });
  });

  test('the pause ends by itself, and what came meanwhile is sent', async () => {
    const problems = recorder<unknown>();
    await withGateways([{}], async ([gateway]) => {
      let dials = 0;
      const open = (signal: AbortSignal) => {
        dials += 1;
        return dials < 3 ? Promise.reject(new Error('refused')) : (gateway as DatagramGateway).open(signal);
      };
      const limits = { backoff: { firstMs: 20, capMs: 20 } };
      await withPort({ open, onProblem: problems.add, limits }, async ({ program }) => {
        gateway?.answer((message, websocket) => websocket.send(message));
        const one = await program();
        await one.send('lost');
        await problems.at(0);
        await one.send('lost too');
        await problems.at(1);
        await one.send('arrives');
        expect((await one.receive()).toString()).toBe('arrives');
        expect(dials).toBe(3);
      });
    });
  });
});
