import { backoffMs, type Backoff } from '../base/backoff.ts';
import type { Log } from '../base/log.ts';
import { proxyFromEnvironment, type ProxyResolver } from '../base/proxy.ts';
import { createLimiter } from '../base/limit.ts';
import { sleep } from '../base/sleep.ts';
import type { Budget } from '../contract/budget.ts';
import { Failure } from '../contract/failure.ts';
import type { ProblemCode } from '../contract/problem.ts';
import { createConnections } from './connections.ts';
import { createBudget, type Limit, type Purpose } from './budget.ts';
import { malformed, networkFailure, statusFailure, type Asked } from './faults.ts';
import { normaliseHost, readCertificates } from './host.ts';
import { get, OversizeError, type Reply, type Way } from './request.ts';

export type Answer = { readonly body: unknown };

export type GetOptions = {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Named in the failure where the answer is 403. */
  readonly permission?: string;
  /** Named in the failure where the answer is 404. */
  readonly name?: string;
  /** How urgent it is; `forward` without it. */
  readonly purpose?: Purpose | undefined;
};

export type Api = {
  /** `https://<host>[:port]` */
  readonly host: string;
  /**
   * The JSON of a 200 answer; everything else rejects with a `Failure`, or with the signal's reason. What is not for a
   * forward waits for its turn, and is refused without asking where the allowance is kept for what is more urgent.
   */
  readonly get: (path: string, options?: GetOptions) => Promise<Answer>;
  /** What the platform allows in this hour; undefined until it has told. */
  readonly budget: () => Budget | undefined;
  /** The network may have changed: no request is left to a connection from before. */
  readonly forget: () => void;
  /** Ends all connections and makes no more. */
  readonly close: () => void;
};

export type ApiParts = {
  /** As typed by a user or as given by `normaliseHost`. */
  readonly host: string;
  /** Asked at each attempt, so that a renewed token counts at once. */
  readonly token: () => string | Promise<string>;
  /** Extra certificate authorities, PEM, beside the public ones. */
  readonly ca?: string | readonly string[] | undefined;
  /** The environment's without it. */
  readonly proxy?: ProxyResolver | undefined;
  readonly log: Log;
  readonly userAgent: string;
  readonly timing?: Partial<Timing>;
};

export type Timing = {
  /** For one attempt. */
  readonly timeoutMs: number;
  readonly backoff: Backoff;
  /** A far side that asks to wait longer is not waited for: the failure says how long. */
  readonly maxWaitMs: number;
  /** How long an answer that was under way when the network changed may still take. */
  readonly answerMs: number;
};

const TIMING: Timing = { timeoutMs: 15_000, backoff: { firstMs: 400, capMs: 4000 }, maxWaitMs: 5000, answerMs: 3000 };
const MAX_TRIES = 3;
/** Where the platform speaks HTTP/1.1 alone. Each costs a TLS handshake, and each one less makes many forwards that start together wait for one more answer. */
const MAX_SOCKETS = 32;
/** The rest of the connections is free for forwards at any time. */
const PARALLEL_READS = 5;
/** Ten thousand resources take half of it. Reading as much that is made to be slow takes a second, in which nothing else runs. */
const MAX_BYTES = 8 * 1024 * 1024;

function ranOutOfTime(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { readonly code?: unknown; readonly cause?: unknown };
  return code === 'ETIMEDOUT' || (cause !== undefined && ranOutOfTime(cause));
}

const BY_CHANCE = new Set<ProblemCode>(['api-unreachable', 'proxy-failed', 'api-failed', 'api-limited']);

/** Requests that failed by chance are repeated. One that ran out of time is not: the user has waited long enough. */
function mayRepeat({ problem, retriable, cause }: Failure): boolean {
  return retriable && BY_CHANCE.has(problem.code) && !ranOutOfTime(cause);
}

function readLimit({ headers }: Reply): Limit | undefined {
  const [remaining, limit, resetSeconds] = ['remaining', 'limit', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`];
    return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  });
  if (remaining === undefined || limit === undefined || resetSeconds === undefined) return undefined;
  return { remaining, limit, resetSeconds };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One platform, one token. The token is in no error, no log line and no address; certificates are always verified. */
export function createApi({ host, token, ca, proxy, log, userAgent, timing }: ApiParts): Api {
  const base = normaliseHost(host);
  const { timeoutMs, backoff, maxWaitMs, answerMs } = { ...TIMING, ...timing };
  const extra = ca === undefined || ca.length === 0 ? [] : readCertificates([ca].flat().join('\n'), base);
  const connections = createConnections({
    ca: extra,
    proxy: proxy ?? proxyFromEnvironment(process.env),
    maxSockets: MAX_SOCKETS,
    // Before the request's own time is up, so that the failure names the proxy.
    timeoutMs: timeoutMs * 0.7,
  });

  const budget = createBudget();
  const reads = createLimiter(PARALLEL_READS);

  const attempt = async (url: URL, { signal, name, permission, purpose = 'forward' }: GetOptions): Promise<Answer> => {
    const secret = (await token()).trim();
    // Anything else would not pass as a header value.
    if (!/^[\x21-\x7e]+$/.test(secret)) throw new Failure('token-rejected');
    const headers = { authorization: `Bearer ${secret}`, accept: 'application/json', 'user-agent': userAgent };
    budget.admit(purpose);
    budget.begin();
    let reply: Reply | undefined;
    let taken: Way | undefined;
    const way = async () => (taken = await connections.way(url));
    try {
      reply = await get({ url, way, headers, signal, timeoutMs, maxBytes: MAX_BYTES });
    } catch (error) {
      signal?.throwIfAborted();
      // After sleep without a word to us, or behind a router that has forgotten it, a connection may be dead.
      if (ranOutOfTime(error)) connections.doubt(taken, answerMs);
      throw error instanceof OversizeError ? malformed(base, error) : networkFailure(error, base);
    } finally {
      budget.end(reply && readLimit(reply));
    }
    const body = parseJson(reply.text);
    if (reply.status !== 200) {
      const asked: Asked = { host: base, name, permission, hide: (text) => text.replaceAll(secret, '[token]') };
      const failure = statusFailure(reply.status, reply.headers, body, asked);
      if (reply.status === 429) budget.block(failure.retryAfterMs ?? 0);
      throw failure;
    }
    if (body === undefined) throw malformed(base);
    return { body };
  };

  return {
    host: base,

    async get(path, options = {}) {
      options.signal?.throwIfAborted();
      const url = new URL(base + path);
      for (const [name, value] of Object.entries(options.query ?? {})) {
        if (value !== undefined) url.searchParams.set(name, String(value));
      }
      for (let tries = 1; ; tries += 1) {
        const startedAt = Date.now();
        try {
          const { purpose = 'forward' } = options;
          const answer = await (purpose === 'forward' ? attempt(url, options) : reads(() => attempt(url, options)));
          const { remaining } = budget.read() ?? {};
          log.debug('answered', { path, purpose, tookMs: Date.now() - startedAt, remaining });
          return answer;
        } catch (error) {
          options.signal?.throwIfAborted();
          if (!(error instanceof Failure)) throw error;
          const waitMs = Math.max(backoffMs(tries, backoff), error.retryAfterMs ?? 0);
          const isPutOff = error.problem.code === 'budget-kept';
          log[isPutOff ? 'debug' : 'warn']('request failed', {
            path,
            tries,
            tookMs: Date.now() - startedAt,
            ...error.problem,
          });
          const isLast = tries >= MAX_TRIES || connections.isClosed();
          if (isLast || !mayRepeat(error) || waitMs > Math.max(maxWaitMs, backoff.capMs)) throw error;
          await sleep(waitMs, options.signal);
        }
      }
    },

    budget: budget.read,
    forget: () => connections.forget(answerMs),
    close: connections.close,
  };
}

/** For one use: closes the connections whatever becomes of the job. */
export async function withApi<T>(api: Api, job: (api: Api) => Promise<T>): Promise<T> {
  try {
    return await job(api);
  } finally {
    api.close();
  }
}
