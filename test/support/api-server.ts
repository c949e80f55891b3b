import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthority, type Authority, type Certificate } from '../platform/certificates.ts';

/** An object is answered as JSON with status 200, a function answers by itself. */
export type Answer = object | ((request: IncomingMessage, response: ServerResponse) => void);

export type Asked = { readonly path: string; readonly query: string; readonly headers: IncomingMessage['headers'] };

export type ApiServer = {
  readonly host: string;
  readonly ca: string;
  /** Every request in the order it came. */
  readonly asked: readonly Asked[];
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
function certificates() {
  made ??= createAuthority().then(async (authority) => ({ authority, leaf: await authority.issue(['127.0.0.1']) }));
  return made;
}

/** A real HTTPS server on loopback. A path without an answer gets Northflank's 404. */
export async function openApiServer(
  answers: Readonly<Record<string, Answer>> = {},
  certificate?: Certificate,
): Promise<ApiServer> {
  const { authority, leaf } = await certificates();
  const table = new Map(Object.entries(answers));
  const asked: Asked[] = [];
  let connections = 0;
  const server: Server = createServer({ ...(certificate ?? leaf) }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://server');
    asked.push({ path: url.pathname, query: url.search, headers: request.headers });
    const missing = json({ error: { status: 404, message: 'Not found', id: 'not-found' } }, 404);
    reply(table.get(url.pathname) ?? missing, request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    host: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.ca,
    asked,
    connections: () => connections,
    answer: (path, answer) => table.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
