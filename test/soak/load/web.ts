import { createHash, randomBytes } from 'node:crypto';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { addressOf, HTTP } from '../cast.ts';
import { forked, repeat, withinLimit, type LoadParts } from './worker.ts';

type Ask = {
  readonly load: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly body?: Buffer;
  readonly expected: Buffer;
  readonly host: string;
};

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** Byte `n` is `n` modulo 251, as the demo's web service has it. */
const COUNTED = Buffer.from(Uint8Array.from({ length: 251 * 2_100 }, (_, index) => index % 251));

const opened = new WeakMap<Socket, number>();

async function ask({ addresses, book }: LoadParts, agent: Agent | false, asked: Ask): Promise<void> {
  const { load, path, method, body, host } = asked;
  const headers = { host, ...(body && { 'content-length': body.length }) };
  const outgoing = request({ ...addressOf(addresses, 'web', HTTP), path, method, headers, agent });
  let isAnswered = false;
  let onEnd = () => {};
  let socket: Socket | undefined;
  outgoing.on('socket', (used: Socket) => {
    socket = used;
    // A kept connection may have been ended before this request was made on it.
    const openedAt = opened.get(used) ?? Date.now();
    opened.set(used, openedAt);
    onEnd = () => {
      if (!isAnswered)
        book.cleanEnd({ load, member: 'web', openedAt, what: `${method} ${path} ended in order unanswered` });
    };
    used.on('end', onEnd);
  });
  try {
    const { status, received } = await withinLimit(
      `${method} ${path}`,
      new Promise<{ status: number; received: Buffer }>((resolve, reject) => {
        outgoing.on('error', reject);
        outgoing.on('response', (response: IncomingMessage) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            isAnswered = true;
            resolve({ status: response.statusCode ?? 0, received: Buffer.concat(chunks) });
          });
        });
        outgoing.end(body);
      }),
    );
    if (status !== 200)
      book.violation(load, `${method} ${path} for ${host}: ${status} ${received.toString('utf8', 0, 80)}`);
    else if (received.length !== asked.expected.length || hash(received) !== hash(asked.expected))
      book.violation(load, `${method} ${path}: ${received.length} of ${asked.expected.length} bytes, or other ones`);
    else book.done(load, received.length);
  } finally {
    isAnswered = true;
    socket?.off('end', onEnd);
    outgoing.destroy();
  }
}

function next({ random, addresses }: LoadParts): Ask {
  const { host, port } = addressOf(addresses, 'web', HTTP);
  // By address, and by names that only the rewritten header makes acceptable.
  const name = random.pick([`${host}:${port}`, `web:${port}`, 'web']);
  const kind = random.between(0, 5);
  if (kind < 3) {
    const length = random.next() < 0.2 ? random.between(1, 500_000) : random.between(1, 20_000);
    const expected = COUNTED.subarray(0, length);
    return { load: 'http bytes', path: `/bytes?n=${length}`, method: 'GET', expected, host: name };
  }
  if (kind < 5) {
    const body = randomBytes(random.next() < 0.2 ? random.between(1, 500_000) : random.between(1, 8_000));
    return { load: 'http echo', path: '/echo', method: 'POST', body, expected: body, host: name };
  }
  const lines = random.between(2, 12);
  const expected = Buffer.from(Array.from({ length: lines }, (_, at) => `line ${at + 1} of ${lines}\n`).join(''));
  return { load: 'http stream', path: `/stream?lines=${lines}&ms=25`, method: 'GET', expected, host: name };
}

/** Two programs that keep their connections, two that take a new one each time. */
export function startWeb(given: LoadParts): Promise<void>[] {
  const kept = () => new Agent({ keepAlive: true, maxSockets: 1 });
  return [kept(), kept(), false as const, false as const].map(async (agent) => {
    const parts = forked(given);
    await repeat('http', parts, 60, () => ask(parts, agent, next(parts)));
    if (agent) agent.destroy();
  });
}

export async function getOnce(parts: LoadParts): Promise<void> {
  const host = 'web';
  await ask(parts, false, {
    load: 'probe',
    path: '/bytes?n=100',
    method: 'GET',
    expected: COUNTED.subarray(0, 100),
    host,
  });
}
