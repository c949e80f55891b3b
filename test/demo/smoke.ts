import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Client } from 'pg';
import type { LocalAddress } from '../../electron/contract/forward.ts';
import type { Credentials } from './rest.ts';

const TIMEOUT_MS = 10_000;

/** One query through the forward, with the credentials that the platform gives for the addon. */
export async function askDatabase(
  { host, port }: LocalAddress,
  { secrets, envs }: Credentials,
  query: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client({
    host,
    port,
    user: secrets['USERNAME'],
    password: secrets['PASSWORD'],
    database: envs['DATABASE'],
    connectionTimeoutMillis: TIMEOUT_MS,
    // The addon's certificate is for its cluster name; by address its name cannot match (the tunnel itself is verified).
    ...(envs['TLS_ENABLED'] === 'true' && { ssl: { rejectUnauthorized: false } }),
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

/** Status and the beginning of the body. `host` is what a browser would send for that address bar. */
export async function askHttp(
  { host, port }: LocalAddress,
  path: string,
  hostHeader: string,
): Promise<{ status: number; body: string }> {
  const asked = get({ host, port, path, headers: { host: hostHeader }, agent: false, timeout: TIMEOUT_MS });
  asked.on('timeout', () => asked.destroy(new Error(`no answer from ${host}:${port}`)));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

/** Sends one datagram and gives back the first answer. */
export async function askUdp({ host, port }: LocalAddress, message: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.connect(port, host);
    await once(socket, 'connect');
    const answered = once(socket, 'message', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    socket.send(message);
    const [answer] = (await answered) as [Buffer];
    return answer.toString();
  } finally {
    socket.close();
  }
}
