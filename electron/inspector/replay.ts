import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Failure } from '../contract/failure.ts';
import type { LocalAddress } from '../contract/forward.ts';
import type { Recorded } from './recorded.ts';

/** Of one connection alone, or about how a body travels: they are written anew. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'transfer-encoding',
  'content-length',
]);

const CONNECT_MS = 10_000;

/**
 * Sends the request again, secrets and all, as a program on this computer would. Resolves once it is on its way; the answer
 * is seen by whoever looks at the forward. `onPort` is told the port that it comes from, before its first byte leaves.
 */
export async function replay(
  { request: { method, path, fields }, requestBody }: Recorded,
  address: LocalAddress,
  onPort: (port: number) => void,
): Promise<void> {
  const socket = connect(address);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
    if (socket.localPort !== undefined) onPort(socket.localPort);
    const body = Buffer.from(requestBody.bytes());
    const kept = fields.filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()));
    const hasBody = body.length > 0 || fields.some(([name]) => name.toLowerCase() === 'content-length');
    const asked = request({ method, path, setHost: false, createConnection: () => socket });
    // Not among the options: NODE_DEBUG has Node write those to standard error, and these hold logins.
    for (const [name, value] of kept) asked.appendHeader(name, value);
    asked.setHeader('Connection', 'close');
    if (hasBody) asked.setHeader('Content-Length', body.length);
    asked.on('response', (response) => response.resume());
    // An upgrade is not gone along with, and what fails afterwards is seen in the list.
    asked.on('upgrade', () => socket.destroy());
    asked.on('error', () => {});
    const sent = once(asked, 'finish');
    asked.end(body);
    await sent;
  } catch (error) {
    socket.destroy();
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Failure('replay-failed', { args: { reason }, cause: error });
  }
}
