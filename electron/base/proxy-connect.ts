import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { codedError } from './coded-error.ts';
import { authorityOf, ProxyError, type ProxyResolver, type ProxyTarget } from './proxy.ts';
import { VERIFIED, watchIssuer } from './trust.ts';

export type ThroughProxy = {
  /** Of the server behind the proxy; names are looked up there, not here. */
  readonly host: string;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
  /** For all of it, from looking the proxy up to its answer. */
  readonly timeoutMs: number;
  /** For a proxy that is spoken to inside TLS. */
  readonly secureContext: SecureContext;
};

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it cut the connection',
  EPIPE: 'it cut the connection',
  EPROTO: 'it does not speak TLS',
  ETIMEDOUT: 'it took too long',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
};

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== 'string') return 'the connection to it failed';
  if (code.startsWith('HPE_')) return 'what it answered is not HTTP';
  if (code.startsWith('ERR_SSL_')) return 'it does not speak TLS';
  return REASONS[code] ?? code;
}

const tooLate = (name: string, reason: string): ProxyError =>
  new ProxyError(name, reason, { cause: codedError('ETIMEDOUT', 'no answer in time') });

/** Why a status other than 2xx. Its words are the proxy's own and not repeated. */
function refusal(proxy: ProxyTarget, target: string, { statusCode = 0, headers }: IncomingMessage): ProxyError {
  const name = authorityOf(proxy);
  if (statusCode === 407) {
    const offered = headers['proxy-authenticate'] ?? '';
    const isBasic = offered === '' || /(?:^|,)\s*basic\b/i.test(offered);
    const scheme = /^[a-z]+/i.exec(offered)?.[0].slice(0, 20);
    let reason = `it wants a sign-in by ${scheme ?? 'another method'}, and only Basic is supported`;
    if (isBasic) {
      reason = proxy.authorization
        ? 'it does not accept the user name and password'
        : 'it wants a user name and password';
    }
    return new ProxyError(name, reason, { isFinal: true });
  }
  // What a client does wrong, or may not do, stays so; a server that cannot be reached may come back.
  const isFinal = statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 429;
  return new ProxyError(name, `it answered ${statusCode} for ${target}`, { isFinal });
}

function ask(proxy: ProxyTarget, target: string, secureContext: SecureContext): ClientRequest {
  const options = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: target,
    agent: false,
    headers: { host: target, connection: 'keep-alive' },
  } as const;
  if (!proxy.isTls) return httpRequest(options);
  const servername = isIP(proxy.host) ? '' : proxy.host;
  // `secureContext` is not in the type, and is handed on to `tls.connect` all the same.
  const tls = { secureContext, servername, ALPNProtocols: ['http/1.1'], ...VERIFIED };
  return httpsRequest({ ...options, ...tls });
}

/**
 * A socket that leads to `host:port` once the proxy has agreed. Rejects with a `ProxyError` or with the signal's reason; the
 * connection is gone then. The caller attaches its listeners in the same turn.
 */
export function connectThrough(proxy: ProxyTarget, through: ThroughProxy): Promise<Socket> {
  const { signal, timeoutMs, secureContext } = through;
  const target = authorityOf(through);
  const name = authorityOf(proxy);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const request = ask(proxy, target, secureContext);
    // Not among the options: NODE_DEBUG has Node write those to standard error.
    if (proxy.authorization !== undefined) request.setHeader('proxy-authorization', proxy.authorization);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (error: Error) =>
      settle(() => {
        request.destroy();
        reject(error);
      });
    const onAbort = () => fail(signal?.reason as Error);
    const timer = setTimeout(() => fail(tooLate(name, 'it took too long')), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    request.once('socket', watchIssuer);
    // Stays: destroying the request is an error of its own.
    request.on('error', (error) => fail(new ProxyError(name, reasonOf(error), { cause: error })));
    request.once('connect', (response, socket: Socket, rest) => {
      const { statusCode = 0 } = response;
      let refused: ProxyError | undefined;
      if (statusCode < 200 || statusCode > 299) refused = refusal(proxy, target, response);
      // In TLS the server waits for the client: whatever comes before is not its own.
      else if (rest.length > 0) refused = new ProxyError(name, 'what it answered is not HTTP');
      if (refused) {
        socket.destroy();
        fail(refused);
        return;
      }
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      settle(() => resolve(socket));
    });
    request.end();
  });
}

/** As `connectThrough`, by the proxy that is meant for this server; undefined where it is to be reached directly. */
export async function openThrough(resolve: ProxyResolver, through: ThroughProxy): Promise<Socket | undefined> {
  const { signal, timeoutMs } = through;
  signal?.throwIfAborted();
  const startedAt = performance.now();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(tooLate('of the system settings', 'it took too long to find out')),
      timeoutMs,
    );
    const onAbort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    // Without path and query, as browsers ask: what is behind it is nobody's business.
    const proxy = await Promise.race([resolve(`https://${authorityOf(through)}/`), stopped]);
    if (!proxy) return undefined;
    const leftMs = Math.max(1, timeoutMs - (performance.now() - startedAt));
    return await connectThrough(proxy, { ...through, timeoutMs: leftMs });
  } finally {
    stop();
  }
}
