import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest, type Agent } from 'node:https';

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

export type Request = {
  readonly url: URL;
  readonly agent: Agent;
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

const timeoutError = () => Object.assign(new Error('no complete answer in time'), { code: 'ETIMEDOUT' });

/** One GET, no redirects followed. Rejects with Node's error, an `OversizeError`, or the signal's reason. */
export async function get({ url, agent, headers, signal, timeoutMs, maxBytes }: Request): Promise<Reply> {
  signal?.throwIfAborted();
  const request = httpsRequest(url, { agent });
  // Not among the options: NODE_DEBUG, which many a shell profile sets to `*`, has Node write those to standard error.
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) request.setHeader(name, value);
  const onAbort = () => request.destroy(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  let tooLate: Error | undefined;
  const timer = setTimeout(() => {
    tooLate = timeoutError();
    request.destroy(tooLate);
  }, timeoutMs);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // Stays for the request's life: an error after the answer has begun comes through the body.
      request.on('error', reject);
      request.end();
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new OversizeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: Buffer.concat(chunks).toString('utf8'),
    };
  } catch (error) {
    request.destroy();
    signal?.throwIfAborted();
    throw tooLate ?? error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
