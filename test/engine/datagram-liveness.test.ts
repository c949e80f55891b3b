import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { recorder, withGateways, withPort, type DatagramGateway } from '../support/datagram.ts';

/** So long that nothing waits for its end: what happens in these tests happens before it. */
const LONG_MS = 600_000;
const LONG_BACKOFF = { firstMs: LONG_MS, capMs: LONG_MS };

describe('liveness', () => {
  test('an injected watch sees each tunnel, may end it, and is released with it', async () => {
    const events = recorder<string>();
    const watched: WebSocket[] = [];
    const watch = (websocket: WebSocket) => {
      watched.push(websocket);
      events.add('watched');
      return () => events.add('released');
    };
    await withPort({ watch }, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      await one.send('x');
      await one.receive();
      watched[0]?.terminate();
      await events.at(1);
      await one.send('y');
      expect((await one.receive()).toString()).toBe('y');
    });
    expect(events.list).toEqual(['watched', 'released', 'watched', 'released']);
  });

  test('check ends the tunnel that does not answer a ping and keeps the one that does', async () => {
    await withGateways([{}, { autoPong: false }], async ([alive, dead]) => {
      const order = [alive, dead, alive];
      const lost = recorder<number>();
      const open = (signal: AbortSignal) => (order.shift() as DatagramGateway).open(signal);
      await withPort({ open, onLost: lost.add, limits: { checkMs: 600 } }, async ({ port, program }) => {
        for (const gateway of [alive, dead]) gateway?.answer((message, websocket) => websocket.send(message));
        const [a, b] = [await program(), await program()];
        for (const one of [a, b]) {
          await one.send('x');
          await one.receive();
        }
        port.check();
        expect(await lost.at(0)).toBe(1006);
        await a.send('still');
        expect((await a.receive()).toString()).toBe('still');
        expect(alive?.tunnels).toHaveLength(1);
        await b.send('again');
        expect((await b.receive()).toString()).toBe('again');
        expect(alive?.tunnels).toHaveLength(2);
      });
    });
  });

  test('no timer of its own keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const problems = recorder<unknown>();
    let dials = 0;
    await withGateways([{}], async ([gateway]) => {
      const open = (signal: AbortSignal) => {
        dials += 1;
        return dials === 1 ? (gateway as DatagramGateway).open(signal) : Promise.reject(new Error('refused'));
      };
      const limits = { backoff: LONG_BACKOFF };
      await withPort({ open, onProblem: problems.add, limits }, async ({ port, program }) => {
        gateway?.answer((message, websocket) => websocket.send(message));
        const [a, b] = [await program(), await program()];
        const before = timers();
        await a.send('x');
        await a.receive();
        port.check();
        await b.send('x');
        await problems.at(0);
        await b.send('waits for the pause');
        await a.send('read after that');
        await a.receive();
        expect(timers()).toBe(before);
      });
    });
  });
});
