import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAuthority, type Authority, type Certificate } from '../platform/certificates.ts';

/** An object is answered as JSON with status 200, a function answers by itself. */
export type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);

export type Asked = { readonly path: string; readonly query: string; readonly headers: IncomingMessage['headers'] };

export type ApiServer = {
  readonly host: string;
  readonly ca: string;
  /** Every request in the order it came. */
  readonly asked: readonly Asked[];
  /** Those that speak HTTP/2 and are open. */
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  /** TCP connections accepted so far. */
  readonly connections: () => number;
  /** From now on this is the answer of the path (without query). */
  readonly answer: (path: string, answer: Answer) => void;
  readonly close: () => Promise<void>;
};

export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  raw(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers });

export const raw =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

/** One after the other; the last one stays. */
export const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0;
  return (request, response) => {
    const answer = answers[Math.min(turn, answers.length - 1)] ?? {};
    turn += 1;
    reply(answer, request, response);
  };
};

function reply(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'function') (answer as Extract<Answer, (...args: never[]) => void>)(request, response);
  else reply(json(answer), request, response);
}

let made: Promise<{ readonly authority: Authority; readonly leaf: Certificate }> | undefined;

/** One authority per process: making keys is the slow part. */
export function certificates() {
  made ??= createAuthority().then(async (authority) => ({ authority, leaf: await authority.issue(['127.0.0.1']) }));
  return made;
}

export type ApiServerOptions = {
  readonly certificate?: Certificate;
  /** What it agrees to speak, the wish of the client counts. */
  readonly speaks?: 'both' | 'http1';
};

/** A real HTTPS server on loopback. A path without an answer gets Northflank's 404. */
export async function openApiServer(
  answers: Readonly<Record<string, Answer>> = {},
  { certificate, speaks = 'both' }: ApiServerOptions = {},
): Promise<ApiServer> {
  const { authority, leaf } = await certificates();
  const table = new Map(Object.entries(answers));
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const sessions = new Set<ServerHttp2Session>();
  const options = { ...(certificate ?? leaf) };
  const server: Server | Http2SecureServer =
    speaks === 'both' ? createSecureServer({ ...options, allowHTTP1: true }) : createServer(options);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'https://server');
    asked.push({ path: url.pathname, query: url.search, headers: request.headers });
    const missing = json({ error: { status: 404, message: 'Not found', id: 'not-found' } }, 404);
    reply(table.get(url.pathname) ?? missing, request, response);
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.on('error', () => {}).once('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.ca,
    asked,
    sessions,
    connections: () => connections,
    answer: (path, answer) => table.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
