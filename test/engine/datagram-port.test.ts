import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { openDatagramPort } from '../../electron/engine/datagram.ts';
import { deferred, recorder, startDatagramGateway, startProgram, withPort } from '../support/datagram.ts';

const never = () => Promise.reject<WebSocket>(new Error('not dialled here'));

describe('binding', () => {
  test('a port that is taken is the error of the system', async () => {
    await withPort({}, async ({ port }) => {
      const again = openDatagramPort({ ...port.address, open: never });
      await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
    });
  });

  test.skipIf(process.platform !== 'linux')('a port below 1024 is the error of the system', async () => {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const low = openDatagramPort({ host: '127.0.0.1', port: 53, open: never });
      await expect(low).rejects.toMatchObject({ code: 'EACCES' });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test.each(['0.0.0.0', '::', '', 'localhost', '192.0.2.1', '1270.0.0.1'])(
    '%j is no loopback address',
    async (host) => {
      await expect(openDatagramPort({ host, port: 0, open: never })).rejects.toBeInstanceOf(RangeError);
    },
  );

  test('takes no other address than its own', async () => {
    await withPort({ host: '127.24.231.1' }, async ({ port }) => {
      const neighbour = await openDatagramPort({ host: '127.24.231.2', port: port.address.port, open: never });
      expect(neighbour.address).toEqual({ host: '127.24.231.2', port: port.address.port });
      await neighbour.close();
    });
  });

  const hasV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
  test.skipIf(!hasV6)('works on the loopback address of IPv6', async () => {
    await withPort({ host: '::1' }, async ({ gateway, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      await one.send('six');
      expect((await one.receive()).toString()).toBe('six');
    });
  });

  test('an ended start leaves nothing behind and throws the reason', async () => {
    const reason = new Error('not wished any more');
    const request = { host: '127.0.0.1', port: 0, open: never };
    await expect(openDatagramPort({ ...request, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const abort = new AbortController();
    const starting = openDatagramPort({ ...request, signal: abort.signal });
    abort.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });

  test('the signal of the start does not end a port that is open', async () => {
    const abort = new AbortController();
    await withPort({ signal: abort.signal }, async ({ gateway, program }) => {
      abort.abort();
      gateway.answer((message, websocket) => websocket.send(message));
      const one = await program();
      await one.send('x');
      expect((await one.receive()).toString()).toBe('x');
    });
  });
});

describe('closing', () => {
  test('ends every tunnel with a close frame and resolves when they are gone', async () => {
    await withPort({}, async ({ gateway, port, program }) => {
      gateway.answer((message, websocket) => websocket.send(message));
      const programs = [await program(), await program(), await program()];
      for (const one of programs) {
        await one.send('x');
        await one.receive();
      }
      const codes = Promise.all(gateway.tunnels.map(async (each) => (await once(each, 'close'))[0] as number));
      await port.close();
      expect(await codes).toEqual([1000, 1000, 1000]);
      expect(port.peers()).toBe(0);
    });
  });

  test('twice at once resolves twice', async () => {
    await withPort({}, async ({ port, program }) => {
      await (await program()).send('x');
      await Promise.all([port.close(), port.close()]);
      await port.close();
    });
  });

  test('frees the port before it returns', async () => {
    await withPort({}, async ({ port }) => {
      const closing = port.close();
      const socket = createSocket('udp4');
      socket.bind(port.address.port, port.address.host);
      await once(socket, 'listening');
      socket.close();
      await closing;
    });
  });

  test('cuts a tunnel whose gateway does not answer within the grace', async () => {
    await withPort({}, async ({ gateway, port, program }) => {
      await (await program()).send('x');
      const far = await gateway.tunnel(0);
      await once(far, 'message');
      far.pause();
      await port.close(20);
      far.resume();
      await once(far, 'close');
      expect(port.peers()).toBe(0);
    });
  });

  test('ends a dial that is under way', async () => {
    const dialled = deferred<AbortSignal>();
    const open = (signal: AbortSignal) => {
      dialled.resolve(signal);
      return new Promise<WebSocket>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const problems = recorder<unknown>();
    await withPort({ open, onProblem: problems.add }, async ({ port, program }) => {
      await (await program()).send('x');
      const signal = await dialled.promise;
      await port.close();
      expect(signal.aborted).toBe(true);
      expect(problems.list).toEqual([]);
      expect(port.drops().waiting).toBe(1);
    });
  });

  test('does not wait for a dial that ignores its end, and cuts what comes of it', async () => {
    const gateway = await startDatagramGateway();
    const may = deferred<void>();
    const dialled = deferred<void>();
    const open = async () => {
      dialled.resolve();
      await may.promise;
      return gateway.open(new AbortController().signal);
    };
    const port = await openDatagramPort({ host: '127.0.0.1', port: 0, open });
    const one = await startProgram(port);
    await one.send('x');
    await dialled.promise;
    await port.close(20);
    may.resolve();
    const [code] = (await once(await gateway.tunnel(0), 'close')) as [number];
    expect(code).toBe(1006);
    one.close();
    await gateway.close();
  });

  test('a message that comes while closing is not delivered and harms nothing', async () => {
    const problems = recorder<unknown>();
    await withPort({ onProblem: problems.add }, async ({ gateway, port, program }) => {
      const one = await program();
      await one.send('x');
      const far = await gateway.tunnel(0);
      await once(far, 'message');
      for (let count = 0; count < 10; count += 1) far.send(Buffer.from('late'));
      await port.close();
      expect(problems.list).toEqual([]);
    });
  });
});
