import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { pipeline } from 'node:stream/promises';
import { createWebSocketStream, WebSocket } from 'ws';
import type { Platform } from './start.ts';
import type { ResourceRef } from './world/world.ts';

type Where = Pick<Platform, 'url' | 'ca' | 'tokens'>;

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined where it is not. */
  readonly json: unknown;
};

/** The simplest possible client, for tests of the platform itself: one connection per request. */
export async function ask(
  { url, ca, tokens }: Where,
  path: string,
  options: { readonly token?: string; readonly method?: string; readonly body?: unknown } = {},
): Promise<Answer> {
  const { token = tokens.team, method = 'GET', body } = options;
  const request = https.request(url + path, {
    ca,
    method,
    agent: false,
    headers: { authorization: `Bearer ${token}` },
  });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return await readAnswer(response);
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text, json };
}

export function tunnelPath({ team, project, kind, id }: ResourceRef, pod: string, port: number): string {
  const scope = team === undefined ? '' : `teams/${team}/`;
  return `/tunnel/${scope}projects/${project}/${kind}s/${id}/instance/${pod}/port/${port}`;
}

/** An open websocket, or the answer that refused it. */
export async function dial(
  { url, ca, tokens }: Where,
  path: string,
  options: { readonly token?: string; readonly perMessageDeflate?: boolean } = {},
): Promise<WebSocket | Answer> {
  const { token = tokens.team, perMessageDeflate = false } = options;
  const webSocket = new WebSocket(url.replace(/^https/, 'wss') + path, {
    ca,
    agent: undefined,
    perMessageDeflate,
    headers: { authorization: `Bearer ${token}` },
  });
  return await new Promise((resolve, reject) => {
    webSocket.once('open', () => resolve(webSocket));
    webSocket.once('unexpected-response', (_request, response) => resolve(readAnswer(response)));
    webSocket.on('error', reject);
  });
}

/** Like `dial`, where a refusal fails the test. */
export async function dialOpen(where: Where, path: string): Promise<WebSocket> {
  const result = await dial(where, path);
  if (result instanceof WebSocket) return result;
  throw new Error(`refused with ${result.status}: ${result.text}`);
}

/** Like `dial`, where being let in fails the test. */
export async function dialRefused(where: Where, path: string, token?: string): Promise<Answer> {
  const result = await dial(where, path, token === undefined ? {} : { token });
  if (!(result instanceof WebSocket)) return result;
  result.terminate();
  throw new Error('was not refused');
}

export async function nextMessage(webSocket: WebSocket): Promise<Buffer> {
  const [message] = (await once(webSocket, 'message')) as [Buffer];
  return message;
}

export async function closed(webSocket: WebSocket): Promise<{ readonly code: number; readonly reason: string }> {
  return await new Promise((resolve) => {
    webSocket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
}

/** The simplest possible forward: a local port that leads to one port of the first instance. */
export async function bridge(
  platform: Where & Pick<Platform, 'control'>,
  resource: ResourceRef,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const { pods } = await platform.control.inspect(resource);
  const path = tunnelPath(resource, pods[0] ?? '', port);
  const ends = new Set<Promise<unknown>>();
  const server = net.createServer((socket) => {
    socket.pause();
    const ended = dialOpen(platform, path)
      .then(async (webSocket) => await pipeline(socket, createWebSocketStream(webSocket), socket))
      // The client's own view of its connection is what a test looks at.
      .catch(() => socket.destroy())
      .finally(() => ends.delete(ended));
    ends.add(ended);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    async close() {
      server.close();
      await Promise.all([once(server, 'close'), ...ends]);
    },
  };
}

/** Ends it properly and waits until its socket is gone. */
export async function finish(webSocket: WebSocket): Promise<void> {
  if (webSocket.readyState === WebSocket.CLOSED) return;
  const gone = closed(webSocket);
  webSocket.close();
  await gone;
}

/** Tears it down without a Close frame. */
export async function abandon(webSocket: WebSocket): Promise<void> {
  const gone = closed(webSocket);
  webSocket.terminate();
  await gone;
}
