import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { WebSocketServer } from 'ws';
import { clusterHost } from '../world/names.ts';
import { listenOnLoopback } from './listen.ts';
import { page } from './page.ts';
import type { Opener, Subject } from './registry.ts';

/** What an answer tells about who answered and how it was asked. */
export type HttpEcho = {
  readonly service: string;
  readonly instance: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly uptimeSeconds: number;
};

const MAX_BYTES = 1024 * 1024 * 1024;

/**
 * A web server that, like one behind a mesh, knows itself only by its full cluster name or an address: any other Host
 * gets 421, so that a client which does not rewrite the header is noticed.
 */
export const httpWorkload: Opener = {
  per: 'pod',
  async open(subject) {
    const startedAt = Date.now();
    const name = clusterHost(subject.live.project, subject.live.id);
    const webSockets = new WebSocketServer({ noServer: true, clientTracking: false });
    const server = http.createServer((request, response) => {
      response.setHeader('x-instance', subject.pod.name);
      if (!isOwnHost(request.headers.host, name)) {
        request.resume();
        text(response, 421, `Misdirected: ${request.headers.host ?? 'no Host'} is not ${name}\n`);
        return;
      }
      serve(request, response, describe(subject, request, startedAt)).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 60_000;
    server.on('upgrade', (request, socket, head) => {
      if (request.url !== '/ws' || !isOwnHost(request.headers.host, name)) {
        socket.end('HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        return;
      }
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => webSocket.terminate());
        webSocket.on('message', (data: Buffer, binary) => webSocket.send(data, { binary }));
      });
    });
    return await listenOnLoopback(server);
  },
};

function isOwnHost(header: string | undefined, clusterName: string): boolean {
  const host = (header ?? '').replace(/:\d+$/, '').toLowerCase();
  return host === clusterName || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

function describe(subject: Subject, request: IncomingMessage, startedAt: number): HttpEcho {
  return {
    service: subject.live.spec.name,
    instance: subject.pod.name,
    host: request.headers.host ?? '',
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)])),
    uptimeSeconds: Math.round((Date.now() - startedAt) / 1000),
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, echo: HttpEcho): Promise<void> {
  const url = new URL(echo.path, 'http://localhost');
  switch (url.pathname) {
    case '/':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page(echo));
      break;
    case '/json':
      json(response, echo);
      break;
    case '/slow':
      setTimeout(() => json(response, echo), Number(url.searchParams.get('ms') ?? 1000));
      break;
    case '/echo':
      response.writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' });
      request.pipe(response);
      break;
    case '/stream':
      await stream(response, Number(url.searchParams.get('lines') ?? 10), Number(url.searchParams.get('ms') ?? 20));
      break;
    case '/bytes':
      await bytes(response, Math.min(MAX_BYTES, Number(url.searchParams.get('n') ?? 1024)));
      break;
    default:
      text(response, 404, 'Not found\n');
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}

/** Chunked: one line now and then. */
async function stream(response: ServerResponse, lines: number, everyMs: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  for (let line = 1; line <= lines && !response.destroyed; line += 1) {
    response.write(`line ${line} of ${lines}\n`);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, everyMs);
    });
  }
  response.end();
}

/** `n` bytes whose value is their position modulo 251, so that a lost or doubled piece shows. */
async function bytes(response: ServerResponse, n: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': n });
  const block = Buffer.from(Uint8Array.from({ length: 251 * 256 }, (_, index) => index % 251));
  for (let sent = 0; sent < n && !response.destroyed; sent += block.length) {
    if (!response.write(block.subarray(0, Math.min(block.length, n - sent)))) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          resolve();
        };
        response.on('drain', go).on('close', go);
      });
    }
  }
  response.end();
}
