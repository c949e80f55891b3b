import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ApiError } from '../api/answer.ts';
import { demand, liveOf } from '../api/scope.ts';
import type { DropHow, SeenTunnel, TunnelFilter } from '../control/protocol.ts';
import type { Parts } from '../parts.ts';
import type { PortSpec } from '../spec.ts';
import { matchTunnels } from '../world/journal.ts';
import type { Live, Pod } from '../world/world.ts';
import { parseTunnelPath } from './path.ts';
import { joinTunnel, type Tunnel } from './tunnel.ts';
import { dialTcp, dialUdp, type Upstream } from './upstream.ts';

export type Gateway = {
  readonly upgrade: (parts: Parts, request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  readonly drop: (filter: TunnelFilter, how: DropHow) => number;
  readonly setCompression: (on: boolean) => void;
  readonly compression: () => boolean;
};

type Way = { readonly live: Live; readonly pod: Pod; readonly port: PortSpec; readonly upstream: Upstream };

/** The official client's limit of one incoming message, and what TCP chunks never come near to. */
const MAX_MESSAGE = 100 * 1024 * 1024;

export function createGateway(): Gateway {
  const options = { noServer: true, clientTracking: false, maxPayload: MAX_MESSAGE };
  const plain = new WebSocketServer(options);
  const deflating = new WebSocketServer({ ...options, perMessageDeflate: true });
  const tunnels = new Map<string, Tunnel>();
  let compresses = false;

  function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
    return new Promise((resolve) => {
      (compresses ? deflating : plain).handleUpgrade(request, socket, head, resolve);
    });
  }

  return {
    async upgrade(parts, request, socket, head) {
      const url = request.url ?? '/';
      const note = (status: number): void => parts.journal.addRequest('GET', url, status);
      socket.on('error', () => socket.destroy());

      const verdict = await parts.rules.judge('GET', url);
      if (verdict.kind === 'hang') {
        note(0);
        return;
      }
      if (verdict.kind === 'reset') {
        note(0);
        parts.front.clientOf(socket)?.resetAndDestroy();
        return;
      }
      if (verdict.kind === 'answer') {
        note(verdict.status);
        refuse(
          socket,
          verdict.status,
          verdict.body ?? { message: `HTTP ${verdict.status} as ordered` },
          verdict.headers,
        );
        return;
      }
      if (url === '/v1/cli-login') {
        note(101);
        parts.logins.begin(await accept(request, socket, head));
        return;
      }

      let way: Way;
      try {
        way = await findWay(parts, request);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        note(error.status);
        refuse(socket, error.status, { message: error.message });
        return;
      }
      const client = parts.front.clientOf(socket);
      if (socket.destroyed || !client) {
        way.upstream.reset();
        return;
      }
      const { live, pod, port, upstream } = way;
      const webSocket = await accept(request, socket, head);
      const seen: SeenTunnel = {
        id: randomUUID(),
        path: url,
        resource: { team: live.team.id, project: live.project.id, kind: live.kind, id: live.id },
        pod: pod.name,
        port: port.number,
        protocol: port.protocol,
        openedAt: Date.now(),
        open: true,
        bytesUp: 0,
        bytesDown: 0,
        messagesUp: 0,
        messagesDown: 0,
        upstreamOpen: true,
      };
      parts.journal.tunnels.push(seen);
      tunnels.set(seen.id, joinTunnel({ webSocket, upstream, client, seen, changed: parts.journal.changed }));
      client.on('close', () => tunnels.delete(seen.id));
      note(101);
    },
    drop(filter, how) {
      const seen = [...tunnels.values()].map((tunnel) => tunnel.seen);
      const found = matchTunnels(seen, { open: true, ...filter });
      for (const { id } of found) tunnels.get(id)?.drop(how);
      return found.length;
    },
    setCompression: (on) => {
      compresses = on;
    },
    compression: () => compresses,
  };
}

/** Everything that must be true before a tunnel is accepted, the workload reached last. */
async function findWay(parts: Parts, request: IncomingMessage): Promise<Way> {
  const path = parseTunnelPath(request.url ?? '');
  if (!path) throw new ApiError(404, 'Not found');
  const token = parts.tokens.verify(request.headers.authorization);
  if (!token) throw new ApiError(401, 'Unauthorized');
  demand(token, 'forward');
  const { team, project, id } = path;
  const live = liveOf({ parts, token, path: { ...(team !== undefined && { team }), project, id } }, path.kind);
  const pod = live.pods.find((one) => one.name === path.pod);
  if (!pod) throw new ApiError(404, `Instance ${path.pod} not found`);
  const port = live.spec.ports.find((one) => one.number === path.port);
  if (!port) throw new ApiError(404, `Port ${path.port} not found`);
  try {
    const address = await parts.workloads.reach(live, pod, port);
    const upstream = await (port.protocol === 'UDP' ? dialUdp(address) : dialTcp(address));
    if (live.pods.includes(pod)) return { live, pod, port, upstream };
    upstream.reset();
  } catch (error) {
    throw new ApiError(502, `Instance ${pod.name} refused the connection: ${(error as Error).message}`);
  }
  throw new ApiError(404, `Instance ${path.pod} not found`);
}

function refuse(socket: Duplex, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const raw = typeof body === 'string';
  const bytes = Buffer.from(raw ? body : JSON.stringify(body));
  const lines = {
    'Content-Type': raw ? 'text/plain' : 'application/json',
    'Content-Length': String(bytes.length),
    Connection: 'close',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Refused\r\n${head.join('')}\r\n`), bytes]));
}
