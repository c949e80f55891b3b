import { setMaxListeners } from 'node:events';
import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2';
import { Agent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { codedError } from '../base/coded-error.ts';
import { orAborted } from '../base/or-aborted.ts';
import { openThrough } from '../base/proxy-connect.ts';
import { withoutBrackets, type ProxyResolver } from '../base/proxy.ts';
import { VERIFIED, watchIssuer } from '../base/trust.ts';
import type { Way } from './request.ts';

/** Of those that a burst has opened. */
const KEPT_SOCKETS = 8;
/** A connection that was silent for longer may be forgotten by what lies between, which answers nothing then. */
export const IDLE_MS = 55_000;
/** Bytes that may be on their way for one answer, and for all; with the usual 64 KiB a far server would send one page a second. */
const STREAM_WINDOW = 1024 * 1024;
const SESSION_WINDOW = 8 * STREAM_WINDOW;
/** A server may name other origins that it serves, once or twice; Node keeps all names that it is told. */
const ORIGIN_FRAMES = 16;

export type LaneParts = {
  readonly secureContext: SecureContext;
  /** Direct without it. */
  readonly proxy: ProxyResolver | undefined;
  /** Of HTTP/1.1. */
  readonly maxSockets: number;
  /** Not to offer HTTP/2. */
  readonly isOld: boolean;
  /** For connecting, and for being let through by the proxy before that. */
  readonly timeoutMs: number;
  readonly onOpen: (socket: TLSSocket) => void;
};

/** Connections that were opened under the same trust, over the same network. */
export type Lane = {
  readonly secureContext: SecureContext;
  readonly agent: Agent;
  /** Undefined where the lane was retired meanwhile. */
  readonly way: (url: URL) => Promise<Way | undefined>;
  /** Whether a request that starts now goes by it. */
  readonly uses: (way: Way) => boolean;
  /** Its server agreed to HTTP/2 and has said nothing since. */
  readonly isMute: () => boolean;
  /** Answers that are under way come as they would, connections that are being made are given up, and nothing is kept. */
  readonly retire: () => void;
};

function secured(socket: TLSSocket, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => socket.destroy(codedError('ETIMEDOUT', 'no connection in time'));
    const timer = setTimeout(late, timeoutMs);
    socket.once('secureConnect', resolve).on('error', reject);
    socket.once('close', () => reject(codedError('ECONNRESET', 'the connection was cut')));
    for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(timer));
  });
}

function startSession(socket: TLSSocket, { origin }: URL): ClientHttp2Session {
  const settings = { enablePush: false, initialWindowSize: STREAM_WINDOW };
  const session = connectHttp2(origin, { createConnection: () => socket, settings });
  session.setLocalWindowSize(SESSION_WINDOW);
  // Requests hold the process by their own timers.
  session.unref();
  return session;
}

/** All connections that are being made listen to it; of more than ten Node would say that they leak. */
function unlimited(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

const isOpen = (session: ClientHttp2Session | undefined) => session && !session.closed && !session.destroyed;

export function createLane({ secureContext, proxy, maxSockets, timeoutMs, onOpen, ...parts }: LaneParts): Lane {
  const agent = new Agent({ keepAlive: true, maxSockets, maxFreeSockets: KEPT_SOCKETS, secureContext, ...VERIFIED });
  const connect: Agent['createConnection'] = agent.createConnection.bind(agent);
  type Options = Parameters<typeof connect>[0] & { readonly ALPNProtocols?: readonly string[] };
  /** While a connection is being made, for all requests that wait for it. */
  let making: Promise<void> | undefined;
  let session: ClientHttp2Session | undefined;
  let isMute = () => false;
  let leave = () => {};
  let isRetired = false;
  let giveUp = unlimited();
  /** The server, or what stands before it, speaks HTTP/1.1 alone. */
  let { isOld } = parts;
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
    const through = { host: host ?? '', port: Number(port ?? 443), timeoutMs, secureContext, signal: giveUp.signal };
    return open(options, await openThrough(resolve, through));
  }

  agent.createConnection = (options, callback) => {
    const first = shown;
    shown = undefined;
    if (first && !first.destroyed) return first.ref();
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

  function follow(started: ClientHttp2Session, socket: TLSSocket): void {
    let isSpoken = false;
    isMute = () => !isSpoken;
    let origins = 0;
    let timer: NodeJS.Timeout | undefined;
    // Node waits for ever for a far side that does not close its part, and no request takes so long.
    leave = () => {
      started.close();
      timer ??= setTimeout(() => socket.destroy(), 2 * timeoutMs).unref();
    };
    const mine = leave;
    socket.once('close', () => clearTimeout(timer));
    started.setTimeout(IDLE_MS, mine);
    started.once('remoteSettings', () => (isSpoken = true));
    started.once('goaway', (code) => {
      if (code === constants.NGHTTP2_HTTP_1_1_REQUIRED) isOld = true;
      mine();
    });
    started.on('origin', () => {
      if ((origins += 1) > ORIGIN_FRAMES) started.destroy(codedError('ECONNRESET', 'too many names'));
    });
    started.on('error', ({ code }: NodeJS.ErrnoException) => {
      // It agreed to HTTP/2 and then spoke something else.
      if (!isSpoken && code?.startsWith('ERR_HTTP2_')) isOld = true;
    });
  }

  async function begin(url: URL): Promise<void> {
    const host = withoutBrackets(url.hostname);
    const options: Options = {
      ...agent.options,
      host,
      port: Number(url.port || 443),
      servername: isIP(host) ? '' : host,
      ALPNProtocols: ['h2', 'http/1.1'],
    };
    const until = giveUp.signal;
    const socket = await (proxy ? openProxied(options, proxy) : open(options));
    try {
      await orAborted(secured(socket, timeoutMs), until);
      until.throwIfAborted();
    } catch (error) {
      socket.destroy();
      throw error;
    }
    if (socket.alpnProtocol === 'h2') {
      session = startSession(socket, url);
      follow(session, socket);
    } else {
      isOld = true;
      shown = socket.unref();
    }
  }

  async function make(url: URL): Promise<void> {
    try {
      await begin(url);
    } finally {
      making = undefined;
    }
  }

  async function way(url: URL): Promise<Way | undefined> {
    try {
      if (!isOld && !isOpen(session)) await (making ??= make(url));
    } catch (error) {
      if (!isRetired) throw error;
    }
    if (isRetired) return undefined;
    return isOld ? agent : session;
  }

  function retire(): void {
    isRetired = true;
    giveUp.abort(codedError('ECONNRESET', 'the connection was left'));
    // For what waits for one of the agent's connections.
    giveUp = unlimited();
    shown?.destroy();
    agent.maxFreeSockets = 0;
    for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    leave();
  }

  return {
    secureContext,
    agent,
    way,
    uses: (way) => way === (isOld ? agent : session),
    isMute: () => !isOld && isMute(),
    retire,
  };
}
