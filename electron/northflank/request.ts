import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { constants, sensitiveHeaders, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { codedError } from '../base/coded-error.ts';
import { orAborted } from '../base/or-aborted.ts';

/** What a request goes by: one of several HTTP/1.1 connections, or the HTTP/2 connection of all. */
export type Way = Agent | ClientHttp2Session;

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

export type Request = {
  readonly url: URL;
  readonly way: () => Promise<Way>;
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal | undefined;
  /** For everything from looking up the name to the last byte. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
};

/** The answer is larger than anything that the API would send. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
}

type Asking = Pick<Request, 'url' | 'headers'> & { readonly stop: AbortSignal };
type Answer = Omit<Reply, 'text'> & { readonly body: Readable };

const timeoutError = () => codedError('ETIMEDOUT', 'no complete answer in time');
const cutError = () => codedError('ECONNRESET', 'the answer was cut');

function askAgent(agent: Agent, { url, headers, stop }: Asking): Promise<Answer> {
  const request = httpsRequest(url, { agent });
  // Not among the options: NODE_DEBUG, which many a shell profile sets to `*`, has Node write those to standard error.
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) request.setHeader(name, value);
  stop.addEventListener('abort', () => request.destroy(stop.reason as Error), { once: true });
  return new Promise((resolve, reject) => {
    request.once('response', (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }));
    // Stays for the request's life: an error after the answer has begun comes through the body.
    request.on('error', reject);
    request.end();
  });
}

function askSession(session: ClientHttp2Session, { url, headers, stop }: Asking): Promise<Answer> {
  const body: ClientHttp2Stream = session.request({
    ...headers,
    // Without the 443 that Node would add: servers choose by this name, to the letter.
    ':authority': url.host,
    ':path': url.pathname + url.search,
    // Kept out of the table of fields that both sides share.
    [sensitiveHeaders]: ['authorization'],
  });
  stop.addEventListener('abort', () => body.destroy(stop.reason as Error), { once: true });
  return new Promise((resolve, reject) => {
    body.once('response', ({ ':status': status = 0, ...answered }) => resolve({ status, headers: answered, body }));
    body.on('error', reject);
    body.once('close', () => reject(cutError()));
  });
}

/** Node takes an HTTP/2 stream that was given up by the far side, or went with its connection, for one that has ended. */
function isCut({ headers, body }: Answer, bytes: number): boolean {
  const { rstCode = constants.NGHTTP2_NO_ERROR } = body as Partial<ClientHttp2Stream>;
  const { 'content-length': told } = headers;
  return rstCode !== constants.NGHTTP2_NO_ERROR || (told !== undefined && Number(told) !== bytes);
}

/** One GET, no redirects followed. Rejects with Node's error, an `OversizeError`, or the signal's reason. */
export async function get({ url, way, headers, signal, timeoutMs, maxBytes }: Request): Promise<Reply> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop.abort(timeoutError()), timeoutMs);
  try {
    const taken = await orAborted(way(), stop.signal);
    const asking: Asking = { url, headers, stop: stop.signal };
    const answer = await (taken instanceof Agent ? askAgent(taken, asking) : askSession(taken, asking));
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new OversizeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    if (isCut(answer, bytes)) throw cutError();
    return { status: answer.status, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') };
  } catch (error) {
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    stop.abort(reason);
    throw reason;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
