import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { relayKey, type Relay } from './elevation-plan.ts';
import type { Audit } from './helper-audit.ts';
import type { HelperPlaces } from './helper-places.ts';

export type Relays = {
  /** Exactly these from now on. Never rejects: what cannot be listened on is not among `up`. */
  readonly set: (wanted: readonly Relay[]) => Promise<void>;
  /** `<address>:<port>` of those that listen. */
  readonly up: () => readonly string[];
  /** Frees all ports and cuts all connections. */
  readonly close: () => Promise<void>;
};

export type RelayParts = {
  readonly platform: HelperPlaces['platform'];
  readonly audit: Audit;
  /** Who asked for the rights: relays lead to listeners of that user only, where the system says whose they are. */
  readonly askedBy: number | undefined;
  readonly mostConnections?: number;
};

/** Two sockets each, far below the thousand files that a program may have open: the hosts file has to be one of them. */
const MOST_CONNECTIONS = 400;

type Held = { relay: Relay; readonly server: Server };

/** The user whose program listens there, by the system's table. */
export function listenerOf(table: string, address: string, port: number): number | undefined {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0').toUpperCase());
  const host = (endianness() === 'LE' ? bytes.toReversed() : bytes).join('');
  const wanted = `${host}:${port.toString(16).padStart(4, '0').toUpperCase()}`;
  for (const line of table.split('\n')) {
    const [, local, , state, , , , uid] = line.trim().split(/\s+/);
    if (state === '0A' && local === wanted) return Number(uid);
  }
  return undefined;
}

/**
 * TCP ports below 1024 of our loopback addresses, which ordinary programs may not have: each connection is handed on to the
 * app's own port at the same address, byte for byte, with half-closes and resets. It is looked up anew who listens there,
 * so that no other user gets what was meant for the app that has just gone.
 */
export function openRelays({ platform, audit, askedBy, mostConnections = MOST_CONNECTIONS }: RelayParts): Relays {
  const held = new Map<string, Held>();
  const sockets = new Set<Socket>();
  let connections = 0;
  let looking: Promise<string> | undefined;

  async function isOurs({ address, target }: Relay): Promise<boolean> {
    if (platform !== 'linux') return true;
    looking ??= readFile('/proc/net/tcp', 'latin1').finally(() => {
      looking = undefined;
    });
    return askedBy !== undefined && listenerOf(await looking, address, target) === askedBy;
  }

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  }

  async function handOn(client: Socket, { relay }: Held): Promise<void> {
    keep(client);
    client.on('error', () => {});
    connections += 1;
    client.on('close', () => (connections -= 1));
    if (connections > mostConnections || !(await isOurs(relay).catch(() => false))) {
      client.resetAndDestroy();
      return;
    }
    if (client.destroyed) return;
    const app = connect({ host: relay.address, port: relay.target, allowHalfOpen: true, noDelay: true });
    keep(app);
    join(client, app);
    join(app, client);
  }

  function listen(relay: Relay): Promise<Held | undefined> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    const entry: Held = { relay, server };
    server.on('connection', (client: Socket) => void handOn(client, entry));
    return new Promise((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        audit('relay refused', { at: relayKey(relay), error: error.code ?? '' });
        resolve(undefined);
      });
      server.listen({ host: relay.address, port: relay.port, exclusive: true }, () => {
        // Later errors are those of a single accept.
        server.removeAllListeners('error').on('error', () => {});
        resolve(entry);
      });
    });
  }

  return {
    async set(wanted) {
      const keys = new Set(wanted.map(relayKey));
      for (const [key, { server }] of held) {
        if (keys.has(key)) continue;
        // Connections go on until one of their ends is closed: the app lets them finish, too.
        server.close();
        held.delete(key);
        audit('relay removed', { at: key });
      }
      for (const relay of wanted) {
        const key = relayKey(relay);
        const there = held.get(key);
        const entry = there ?? (await listen(relay));
        if (!entry) continue;
        if (!there || there.relay.target !== relay.target) audit('relay', { at: key, to: relay.target });
        entry.relay = relay;
        held.set(key, entry);
      }
    },
    up: () => [...held.keys()],
    async close() {
      const ends = [...held.values()].map(({ server }) => new Promise((closed) => server.close(closed)));
      held.clear();
      for (const socket of sockets) socket.resetAndDestroy();
      await Promise.all(ends);
    },
  };
}

/** What comes from one goes to the other; an end is an end there, and a reset a reset. */
function join(from: Socket, to: Socket): void {
  from.on('error', () => to.resetAndDestroy());
  from.on('close', (hadError) => {
    if (!hadError && !from.readableEnded) to.resetAndDestroy();
  });
  from.pipe(to);
}
