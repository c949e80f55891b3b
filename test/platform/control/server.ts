import { randomBytes, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationTable } from './operations.ts';

export type ControlAddress = { readonly port: number; readonly secret: string };

type ControlServer = { readonly address: ControlAddress; readonly close: () => Promise<void> };

/**
 * Plain HTTP on loopback: `POST /<operation>` with JSON answers `{result}` or, with status 400, `{error}`. A random
 * secret keeps other users of the machine out.
 */
export async function openControlServer(operations: OperationTable): Promise<ControlServer> {
  const secret = randomBytes(24).toString('hex');
  const server = http.createServer((request, response) => {
    void serve(operations, secret, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: { port: (server.address() as AddressInfo).port, secret },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function serve(
  operations: OperationTable,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let status = 200;
  let body: object;
  try {
    body = await answer(operations, secret, request);
  } catch (error) {
    status = 400;
    body = { error: error instanceof Error ? error.message : String(error) };
  }
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}

async function answer(operations: OperationTable, secret: string, request: IncomingMessage): Promise<object> {
  const given = Buffer.from(
    String(request.headers['x-control-secret'] ?? '')
      .padEnd(secret.length)
      .slice(0, secret.length),
  );
  if (!timingSafeEqual(given, Buffer.from(secret))) throw new Error('wrong secret');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const name = (request.url ?? '/').slice(1);
  if (!Object.hasOwn(operations, name)) throw new Error(`no operation ${name}`);
  const operation = operations[name as keyof OperationTable] as (input: unknown) => unknown;
  return { result: await operation(JSON.parse(Buffer.concat(chunks).toString()) as unknown) };
}
