import { WebSocket } from 'ws';
import { z } from 'zod';
import { keepOutOfLogs, type Log } from '../base/log.ts';
import { proxyFromEnvironment, type ProxyResolver } from '../base/proxy.ts';
import { Failure } from '../contract/failure.ts';
import { createConnections } from './connections.ts';
import { malformed, networkFailure, statusFailure } from './faults.ts';
import { normaliseHost, readCertificates } from './host.ts';
import { loginPageUrl } from './login-page.ts';

type BrowserLogin = { readonly host: string; readonly token: string };

export type BrowserLoginParts = {
  /** As typed; empty means Northflank's own. */
  readonly host: string;
  /** PEM. */
  readonly ca?: string | undefined;
  /** The environment's without it. */
  readonly proxy?: ProxyResolver | undefined;
  readonly userAgent: string;
  readonly log: Log;
  /** Opens an address that was found fit; rejects where there is no browser, and with a `Failure` where it is not to be opened. */
  readonly openPage: (url: string) => Promise<void>;
  /** The page is open (its host is given), and the user has to act now. */
  readonly onWaiting: (pageHost: string) => void;
  readonly timing?: Partial<Timing>;
};

export type Timing = {
  /** For connecting, and for naming the page. */
  readonly answerMs: number;
  /** For the user, who may have to find a password first. */
  readonly userMs: number;
  /** Ways in between close connections on which nothing moves. */
  readonly pingMs: number;
};

const TIMING: Timing = { answerMs: 15_000, userMs: 10 * 60_000, pingMs: 20_000 };
const MAX_BYTES = 64 * 1024;

const Message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init-ack'), loginPage: z.unknown().optional() }),
  z.object({ type: z.literal('login-success'), apiToken: z.string().trim().min(1).max(16_384) }),
  z.object({ type: z.literal('login-failure'), message: z.unknown().optional() }),
]);

function parse(text: string): z.infer<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** One line, without control characters, as far as it is one. */
const line = (text: unknown) =>
  typeof text === 'string'
    ? text
        .replaceAll(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, 200)
    : '';

/**
 * Gets a token by the user's browser, over `wss://<host>/v1/cli-login` as the official command line does: init → a page to
 * open → a token, or the reason why there is none. Rejects with a `Failure` or the signal's reason; the platform hears of it
 * (`aborted`), so that its page does not grant a token that nobody waits for.
 */
export async function loginByBrowser(parts: BrowserLoginParts, signal: AbortSignal): Promise<BrowserLogin> {
  const { userAgent, log, openPage, onWaiting } = parts;
  const { answerMs, userMs, pingMs } = { ...TIMING, ...parts.timing };
  signal.throwIfAborted();
  const host = normaliseHost(parts.host);
  const name = new URL(host).host;
  const ca = parts.ca === undefined ? [] : readCertificates(parts.ca, host);
  const proxy = parts.proxy ?? proxyFromEnvironment(process.env);
  const connections = createConnections({ ca, proxy, maxSockets: 1, timeoutMs: answerMs * 0.7 });
  const websocket = new WebSocket(`${host.replace(/^https/, 'wss')}/v1/cli-login`, {
    agent: connections.agent(),
    headers: { 'user-agent': userAgent },
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: MAX_BYTES,
  });
  let timer: NodeJS.Timeout | undefined;
  const ping = setInterval(() => websocket.readyState === WebSocket.OPEN && websocket.ping(), pingMs);
  let onAbort = () => {};

  try {
    const token = await new Promise<string>((resolve, reject) => {
      const within = (waitMs: number, failure: () => Failure) => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(failure()), waitMs);
      };
      const open = async (page: unknown) => {
        const url = loginPageUrl(page, host);
        const late = () => new Failure('login-late', { args: { minutes: Math.max(1, Math.round(userMs / 60_000)) } });
        within(userMs, late);
        try {
          await openPage(url);
        } catch (error) {
          throw error instanceof Failure ? error : new Failure('browser-missing', { cause: error });
        }
        onWaiting(new URL(url).host);
      };
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      within(answerMs, () => new Failure('api-unreachable', { args: { host, reason: 'it took too long' } }));

      websocket.on('open', () => websocket.send(JSON.stringify({ type: 'init' })));
      websocket.on('message', (data) => {
        // oxlint-disable-next-line typescript/no-base-to-string -- a message is a Buffer, since `binaryType` is left alone
        const message = parse(data.toString());
        if (message?.type === 'init-ack') open(message.loginPage).catch(reject);
        else if (message?.type === 'login-success') resolve(message.apiToken);
        else if (message?.type === 'login-failure') {
          const reason = line(message.message);
          reject(new Failure('login-refused', reason ? { args: { reason } } : {}));
        }
      });
      websocket.on('unexpected-response', (_, { statusCode = 0, headers }) => {
        const failure = statusFailure(statusCode, headers, undefined, { host: name, hide: (text) => text });
        reject(statusCode === 404 ? new Failure('login-unknown', { args: { host: name } }) : failure);
      });
      websocket.on('error', (error: Error & { code?: string }) => {
        reject(error.code?.startsWith('WS_ERR') ? malformed(name, error) : networkFailure(error, name));
      });
      websocket.on('close', () => reject(new Failure('login-cut', { args: { host: name } })));
    });
    keepOutOfLogs(token);
    return { host, token };
  } catch (error) {
    if (websocket.readyState === WebSocket.OPEN) websocket.send(JSON.stringify({ type: 'aborted' }));
    log.info('the login by browser ended without a token', {
      reason: error instanceof Failure ? error.problem.code : 'given up',
    });
    throw error;
  } finally {
    clearTimeout(timer);
    clearInterval(ping);
    signal.removeEventListener('abort', onAbort);
    await end(websocket);
    connections.close();
  }
}

/** Gently, so that the last message arrives, and hard after a second. */
function end(websocket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    websocket.removeAllListeners();
    websocket.on('error', () => {});
    if (websocket.readyState === WebSocket.CLOSED) {
      resolve();
      return;
    }
    const timer = setTimeout(() => websocket.terminate(), 1000);
    websocket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (websocket.readyState === WebSocket.CONNECTING) websocket.terminate();
    else websocket.close(1000);
  });
}
