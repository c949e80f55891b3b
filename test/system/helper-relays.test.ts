import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listenerOf, openRelays, type RelayParts, type Relays } from '../../electron/system/helper-relays.ts';

const HOST = '127.24.77.3';
const isAllowed = process.platform !== 'win32' && (process.platform !== 'linux' || process.getuid?.() === 0);
const uid = process.getuid?.() ?? 0;

type Room = {
  readonly relays: Relays;
  /** Listens at the app's own address; resolves with the port. */
  readonly serve: (onSocket: (socket: Socket) => void) => Promise<number>;
  readonly call: (port: number) => Promise<Socket>;
  readonly notes: string[];
};

async function withRelays(parts: Partial<RelayParts>, act: (room: Room) => Promise<void>): Promise<void> {
  const notes: string[] = [];
  const relays = openRelays({
    platform: process.platform,
    askedBy: uid,
    audit: (what) => void notes.push(what),
    ...parts,
  });
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  try {
    await act({
      relays,
      notes,
      serve: async (onSocket) => {
        const server = createServer({ allowHalfOpen: true }, (socket) => {
          sockets.push(socket);
          socket.on('error', () => {});
          onSocket(socket);
        });
        servers.push(server);
        server.listen(0, HOST);
        await once(server, 'listening');
        return (server.address() as { port: number }).port;
      },
      call: async (port) => {
        const socket = connect({ host: HOST, port, allowHalfOpen: true });
        sockets.push(socket);
        await once(socket, 'connect');
        return socket;
      },
    });
  } finally {
    await relays.close();
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  }
}

function all(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => socket.on('error', reject).on('end', () => resolve(Buffer.concat(parts))));
}

const failed = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code)));

describe.skipIf(!isAllowed)('a relay', () => {
  test('hands bytes on as they are, in both directions, and a half-close as one', async () => {
    await withRelays({}, async ({ relays, serve, call }) => {
      const target = await serve((socket) => {
        // The answer comes only once the whole question has ended.
        void all(socket).then((said) => socket.end(Buffer.concat([createHash('sha256').update(said).digest(), said])));
      });
      await relays.set([{ address: HOST, port: 80, target }]);
      expect(relays.up()).toEqual([`${HOST}:80`]);
      const question = randomBytes(8 * 1024 * 1024);
      const client = await call(80);
      client.end(question);
      const answer = await all(client);
      const digest = createHash('sha256').update(question).digest();
      expect(answer.subarray(0, 32).equals(digest)).toBe(true);
      expect(answer.subarray(32).equals(question)).toBe(true);
    });
  });

  test('hands a reset on, from either side', async () => {
    await withRelays({}, async ({ relays, serve, call }) => {
      const accepted: Socket[] = [];
      const target = await serve((socket) => accepted.push(socket.on('data', () => socket.resetAndDestroy())));
      await relays.set([{ address: HOST, port: 80, target }]);
      const first = await call(80);
      first.write('x');
      expect(await failed(first)).toBe('ECONNRESET');
      const second = await call(80);
      while (accepted.length < 2) await new Promise((turn) => setImmediate(turn));
      const reset = failed(accepted[1] as Socket);
      second.resetAndDestroy();
      expect(await reset).toBe('ECONNRESET');
    });
  });

  test('that is taken back listens no longer, and lets what runs finish', async () => {
    await withRelays({}, async ({ relays, serve, call }) => {
      const target = await serve((socket) => socket.pipe(socket));
      await relays.set([{ address: HOST, port: 80, target }]);
      const client = await call(80);
      client.write('before');
      await once(client, 'data');
      await relays.set([]);
      expect(relays.up()).toEqual([]);
      expect(await failed(connect(80, HOST))).toBe('ECONNREFUSED');
      client.write('after');
      expect(String((await once(client, 'data'))[0])).toBe('after');
      await relays.close();
      expect(await failed(client)).toBe('ECONNRESET');
    });
  });

  test('follows the app to another port of its own without a gap', async () => {
    await withRelays({}, async ({ relays, serve, call }) => {
      const [one, two] = [await serve((socket) => socket.end('one')), await serve((socket) => socket.end('two'))];
      await relays.set([{ address: HOST, port: 80, target: one }]);
      expect(String(await all(await call(80)))).toBe('one');
      await relays.set([{ address: HOST, port: 80, target: two }]);
      expect(String(await all(await call(80)))).toBe('two');
    });
  });

  test('is not had where another program listens already, and the others are', async () => {
    await withRelays({}, async ({ relays, serve, notes }) => {
      const target = await serve((socket) => socket.end());
      const taken = createServer().listen(80, HOST);
      await once(taken, 'listening');
      await relays.set([80, 443].map((port) => ({ address: HOST, port, target })));
      expect([relays.up(), notes]).toEqual([[`${HOST}:443`], ['relay refused', 'relay']]);
      await new Promise((closed) => taken.close(closed));
    });
  });

  test.runIf(process.platform === 'linux')('leads to nobody but the user who asked', async () => {
    await withRelays({ askedBy: uid + 4711 }, async ({ relays, serve }) => {
      let reached = 0;
      const target = await serve(() => (reached += 1));
      await relays.set([{ address: HOST, port: 80, target }]);
      expect(await failed(connect(80, HOST))).toBe('ECONNRESET');
      expect(reached).toBe(0);
    });
    await withRelays({ askedBy: undefined }, async ({ relays, serve }) => {
      await relays.set([{ address: HOST, port: 80, target: await serve(() => {}) }]);
      expect(await failed(connect(80, HOST))).toBe('ECONNRESET');
    });
  });

  test('has a limit of connections, beyond which new ones are refused and old ones go on', async () => {
    await withRelays({ mostConnections: 2 }, async ({ relays, serve, call }) => {
      const target = await serve((socket) => socket.pipe(socket));
      await relays.set([{ address: HOST, port: 80, target }]);
      const clients = [await call(80), await call(80)];
      for (const client of clients) {
        client.write('hello');
        await once(client, 'data');
      }
      expect(await failed(connect(80, HOST))).toBe('ECONNRESET');
      clients[0]?.write('again');
      expect(String((await once(clients[0] as Socket, 'data'))[0])).toBe('again');
    });
  });
});

test("who listens is read from the system's table, of listening sockets at this very address only", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 034D187F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 94601 1 0000 100 0 0 10 0
   1: 034D187F:1F91 0100007F:C5A8 01 00000000:00000000 00:00000000 00000000  1001        0 94602 1 0000 100 0 0 10 0
   2: 00000000:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1002        0 94603 1 0000 100 0 0 10 0
`;
  expect(listenerOf(table, '127.24.77.3', 8080)).toBe(1000);
  expect([8081, 8082, 8083].map((port) => listenerOf(table, '127.24.77.3', port))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(listenerOf('', '127.24.77.3', 8080)).toBeUndefined();
});
