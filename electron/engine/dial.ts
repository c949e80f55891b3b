import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { WebSocket, type ClientOptions } from 'ws';
import { withoutBrackets } from '../base/proxy.ts';
import { Failure } from '../contract/failure.ts';
import { refusal, unreachable } from './dial-failure.ts';
import type { Credentials } from './face.ts';
import type { Gateways } from './gateways.ts';
import type { Limits } from './limits.ts';

/** An open WebSocket. It is paused: whoever takes it attaches listeners first and then calls `resume`, so no message is lost. */
export type FarEnd = {
  readonly websocket: WebSocket;
  /** The connection under it. */
  readonly socket: TLSSocket;
  /** From the upgrade request on the established TLS connection to its answer. */
  readonly upgradeMs: number;
  /** Pod that it leads to. */
  readonly instance?: string;
};

type DialRequest = {
  /** `wss://<gateway>/tunnel/…`; any other scheme is refused, since the token must not leave in the clear. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly gateways: Gateways;
  readonly limits: Limits;
  /** A proof that nobody has asked for. */
  readonly isRoutine?: boolean;
};

const LATE = 'no answer in time';
const BODY_BYTES = 4096;
const BODY_MS = 1_000;

function parse(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'wss:' && parsed.hash === '' && parsed.username === '') return parsed;
  throw new Failure('endpoint-unreachable', { args: { reason: 'invalid tunnel address' }, retriable: true });
}

/** The first few kilobytes of an answer; whatever comes after them, or never comes, is not waited for. */
function readBody(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = () => {
    clearTimeout(timer);
    response.removeAllListeners();
    response.on('error', () => {});
    done(Buffer.concat(chunks).toString('utf8', 0, BODY_BYTES));
  };
  const timer = setTimeout(finish, BODY_MS);
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= BODY_BYTES) finish();
  });
  response.on('end', finish);
  response.on('error', finish);
  response.on('close', finish);
}

/**
 * Opens the far end of one connection. Rejects with a `Failure`, or with the signal's reason; either way nothing is left
 * open. Headers are those of Northflank's own client: the bearer token and what WebSocket needs.
 */
export async function dial(request: DialRequest, signal: AbortSignal): Promise<FarEnd> {
  const { gateways, credentials, limits } = request;
  const url = parse(request.url);
  const host = withoutBrackets(url.hostname);
  const { ca = [], proxy } = credentials;
  const gateway = { host, port: Number(url.port || 443), ca, ...(proxy !== undefined && { proxy }) };
  const warm = gateways.takeWarm(gateway, request.isRoutine);
  if (warm) {
    try {
      return await upgrade(request, { url, host, socket: warm, leftMs: limits.dialMs }, signal);
    } catch (error) {
      if (!(error instanceof Failure) || error.problem.code !== 'endpoint-unreachable') throw error;
      // It was closed or lost while it waited, and so may be the others; that says nothing about a new one.
      gateways.forget(gateway);
      if (error.problem.args?.['reason'] === LATE) throw error;
    }
  }
  const startedAt = performance.now();
  let socket: TLSSocket;
  try {
    socket = await gateways.connect(gateway, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error, host);
  }
  const leftMs = Math.max(1, limits.dialMs - (performance.now() - startedAt));
  return upgrade(request, { url, host, socket, leftMs }, signal);
}

type Way = { readonly url: URL; readonly host: string; readonly socket: TLSSocket; readonly leftMs: number };

/** Asks for the WebSocket on this connection, which is gone if the answer is anything else. */
function upgrade(
  { limits, credentials }: DialRequest,
  { url, host, socket, leftMs }: Way,
  signal: AbortSignal,
): Promise<FarEnd> {
  return new Promise((resolve, reject) => {
    let sentAt = performance.now();
    socket.once('secureConnect', () => (sentAt = performance.now()));
    // The type of `ws` does not know `closeTimeout` yet.
    const options: ClientOptions & { readonly closeTimeout: number } = {
      createConnection: () => socket,
      // Not among the options: NODE_DEBUG has Node write those to standard error.
      finishRequest: (asked) => {
        asked.setHeader('Authorization', credentials.authorization);
        asked.end();
      },
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: limits.messageBytes,
      closeTimeout: limits.finishMs,
    };
    const websocket = new WebSocket(url, options);

    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      websocket.removeAllListeners();
      // Nobody may be listening yet, or any more; the close event tells the rest.
      websocket.on('error', () => {});
      act();
    };
    const fail = (error: Error) =>
      settle(() => {
        websocket.terminate();
        reject(error);
      });
    const onAbort = () => fail(signal.reason as Error);
    const timer = setTimeout(() => {
      fail(new Failure('endpoint-unreachable', { args: { reason: LATE }, retriable: true }));
    }, leftMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    websocket.on('open', () =>
      settle(() => {
        websocket.pause();
        resolve({ websocket, socket, upgradeMs: performance.now() - sentAt });
      }),
    );
    websocket.on('error', (error) => fail(unreachable(error, host)));
    websocket.on('unexpected-response', (_: ClientRequest, response) => {
      readBody(response, (body) => fail(refusal(response.statusCode ?? 0, response.headers, body)));
    });
  });
}

/** The token is read for each dial, and once more if it is rejected: it may have been renewed in between. */
export async function dialWithToken(
  request: Omit<DialRequest, 'credentials'>,
  readToken: () => Promise<Credentials>,
  signal: AbortSignal,
): Promise<FarEnd> {
  const credentials = await readToken();
  try {
    return await dial({ ...request, credentials }, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.problem.code !== 'token-rejected') throw error;
    const renewed = await readToken();
    if (renewed.authorization === credentials.authorization) throw error;
    return dial({ ...request, credentials: renewed }, signal);
  }
}
