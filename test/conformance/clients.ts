import dgram from 'node:dgram';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { Client } from 'pg';

export type Place = { readonly address: string; readonly port: number };

/** What a user's own program does with a forwarded port: here HTTP with this Host header. */
export async function getJson({ address, port }: Place, path: string, host: string): Promise<Record<string, unknown>> {
  const request = http.get({ host: address, port, path, agent: false, headers: { Host: host } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const text = (await response.toArray()).join('');
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Credentials as the API gives them. */
export type Credentials = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly envs: Readonly<Record<string, string>>;
};

export async function countOrders(
  { address, port }: Place,
  { secrets, envs }: Credentials,
  ca: string,
): Promise<unknown> {
  const client = new Client({
    host: address,
    port,
    user: secrets['USERNAME'],
    password: secrets['PASSWORD'],
    database: envs['DATABASE'],
    ssl: envs['TLS_ENABLED'] === 'true' && { ca, servername: envs['HOST'] ?? '' },
  });
  await client.connect();
  try {
    return (await client.query<{ n: string }>('SELECT count(*) AS n FROM orders')).rows[0]?.n;
  } finally {
    await client.end();
  }
}

/** Sends one datagram and waits for the answer. */
export async function askUdp({ address, port }: Place, text: string): Promise<string> {
  const socket = dgram.createSocket('udp4');
  try {
    const answer = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(text, port, address);
    return (await answer)[0].toString();
  } finally {
    socket.close();
  }
}
