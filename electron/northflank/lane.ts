import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { Agent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { openThrough } from '../base/proxy-connect.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import { VERIFIED, watchIssuer } from '../base/trust.ts';
import type { Way } from './request.ts';

/** Of those that a burst has opened. */
const KEPT_SOCKETS = 8;
/** A connection that was silent for longer may be forgotten by what lies between, which answers nothing then. */
const IDLE_MS = 55_000;
/** Bytes that may be on their way for one answer, and for all; with the usual 64 KiB a far server would send one page a second. */
const STREAM_WINDOW = 1024 * 1024;
const SESSION_WINDOW = 8 * STREAM_WINDOW;

type LaneParts = {
  readonly secureContext: SecureContext;
  readonly proxy: ProxyResolver | undefined;
  /** Of HTTP/1.1. */
  readonly maxSockets: number;
  /** For connecting, and for being let through by the proxy before that. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onOpen: (socket: TLSSocket) => void;
};

/** Connections that were opened under the same trust, over the same network. */
export type Lane = {
  readonly secureContext: SecureContext;
  readonly agent: Agent;
  readonly way: (url: URL) => Promise<Way>;
  /** What is under way ends as it would; nothing is kept after it. */
  readonly retire: () => void;
};

function secured(socket: TLSSocket, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, timeoutMs);
    socket.once('secureConnect', resolve).on('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('the connection was cut'), { code: 'ECONNRESET' })));
    for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
}

function startSession(socket: TLSSocket, { origin }: URL): ClientHttp2Session {
  const settings = { enablePush: false, initialWindowSize: STREAM_WINDOW };
  const session = connectHttp2(origin, { createConnection: () => socket, settings });
  session.setLocalWindowSize(SESSION_WINDOW);
  session.setTimeout(IDLE_MS, () => session.close());
  // Requests hold the process by their own timers.
  session.unref();
  return session;
}

export function createLane({ secureContext, proxy, maxSockets, timeoutMs, signal, onOpen }: LaneParts): Lane {
  const agent = new Agent({ keepAlive: true, maxSockets, maxFreeSockets: KEPT_SOCKETS, secureContext, ...VERIFIED });
  const connect: Agent['createConnection'] = agent.createConnection.bind(agent);
  type Options = Parameters<typeof connect>[0] & { readonly ALPNProtocols?: readonly string[] };
  /** Asked by the first request; settled again where it failed or what it gave has ended. */
  let session: Promise<ClientHttp2Session | undefined> | undefined;
  /** The server, or what stands before it, speaks HTTP/1.1 alone. */
  let isOld = false;
  /** The connection that showed this; the agent's first one. */
  let shown: TLSSocket | undefined;

  /** The agent's own way over this socket, with its session tickets and its checks. */
  function open(options: Options, over?: Socket): TLSSocket {
    const way = { ALPNProtocols: ['http/1.1'], ...options, ...(over && { socket: over }) };
    const socket = connect(way) as TLSSocket;
    watchIssuer(socket);
    onOpen(socket);
    return socket;
  }

  async function openProxied(options: Options, resolve: ProxyResolver): Promise<TLSSocket> {
    const { host, port } = options;
    const through = { host: host ?? '', port: Number(port ?? 443), timeoutMs, secureContext, signal };
    return open(options, await openThrough(resolve, through));
  }

  agent.createConnection = (options, callback) => {
    const first = shown;
    shown = undefined;
    if (first && !first.destroyed) return first;
    if (!proxy) return open(options);
    // Node's type has no error without a socket.
    const done = callback as ((error: Error | null, socket?: Socket) => void) | undefined;
    const give = async () => {
      let socket: TLSSocket;
      try {
        socket = await openProxied(options, proxy);
      } catch (error) {
        done?.(error as Error);
        return;
      }
      done?.(null, socket);
    };
    void give();
    return undefined;
  };

  async function begin(url: URL): Promise<ClientHttp2Session | undefined> {
    const host = url.hostname.replaceAll(/[[\]]/g, '');
    const options: Options = {
      ...agent.options,
      host,
      port: Number(url.port || 443),
      servername: isIP(host) ? '' : host,
      ALPNProtocols: ['h2', 'http/1.1'],
    };
    const socket = await (proxy ? openProxied(options, proxy) : open(options));
    await secured(socket, timeoutMs);
    if (socket.alpnProtocol !== 'h2') {
      isOld = true;
      shown = socket;
      return undefined;
    }
    return startSession(socket, url);
  }

  /** One that has ended, or could not be had, is not given to the next request. */
  async function follow(mine: NonNullable<typeof session>): Promise<void> {
    const drop = () => {
      if (session === mine) session = undefined;
    };
    try {
      const started = await mine;
      let isSpoken = false;
      started?.once('remoteSettings', () => (isSpoken = true));
      started?.on('error', ({ code }: NodeJS.ErrnoException) => {
        // It agreed to HTTP/2 and then spoke something else.
        if (!isSpoken && code?.startsWith('ERR_HTTP2_')) isOld = true;
      });
      started?.once('goaway', drop).once('close', drop);
    } catch {
      drop();
    }
  }

  async function way(url: URL): Promise<Way> {
    if (isOld) return agent;
    if (!session) {
      session = begin(url);
      void follow(session);
    }
    return (await session) ?? agent;
  }

  async function retire(): Promise<void> {
    isOld = true;
    shown?.destroy();
    agent.maxFreeSockets = 0;
    for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    const started = await session?.catch(() => undefined);
    started?.close();
  }

  return {
    secureContext,
    agent,
    way,
    retire: () => void retire(),
  };
}
