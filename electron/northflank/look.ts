import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { codedError } from '../base/coded-error.ts';
import type { ProxyResolver } from '../base/proxy.ts';
import { signerOf, type Signer } from '../base/signer.ts';
import { createConnections } from './connections.ts';
import { networkFailure } from './faults.ts';
import { normaliseHost, readCertificates } from './host.ts';

/** What one request without a token tells of a platform and of the way to it. */
export type HostLook = {
  /** `https://<host>[:port]` */
  readonly host: string;
  /** From the first packet to the head of the answer, the way through a proxy and TLS included. */
  readonly tookMs: number;
  readonly status: number;
  readonly signer: Signer;
  /** How far this computer's clock is ahead of the platform's; the far side tells whole seconds. Absent where it tells none. */
  readonly aheadMs?: number;
};

type LookParts = {
  readonly host: string;
  readonly ca?: string | undefined;
  readonly proxy?: ProxyResolver | undefined;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
};

/** Whole seconds are cut off, not rounded: on average half of one is missing. */
const CUT_OFF_MS = 500;

function aheadOf({ headers }: IncomingMessage, at: number): number | undefined {
  const told = Date.parse(headers.date ?? '');
  // An answer that lay in a cache was written then.
  const age = /^\d+$/.test(headers['age'] ?? '') ? Number(headers['age']) * 1000 : 0;
  return Number.isNaN(told) ? undefined : Math.round(at - (told + age + CUT_OFF_MS));
}

/**
 * Asks the API over a fresh connection what it says to nobody in particular: no token is sent, so that what stands on the
 * way learns nothing by it. Rejects with a `Failure`, or with the signal's reason.
 */
export async function lookAtHost({
  now = Date.now,
  timeoutMs = 15_000,
  signal,
  ...parts
}: LookParts): Promise<HostLook> {
  const host = normaliseHost(parts.host);
  const ca = parts.ca ? readCertificates(parts.ca, host) : [];
  const connections = createConnections({ ca, proxy: parts.proxy, maxSockets: 1, timeoutMs: timeoutMs * 0.7 });
  const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const begun = performance.now();
  const asked = now();
  try {
    const headers = { accept: 'application/json', 'user-agent': parts.userAgent };
    const asking = request(`${host}/v1/auth`, { agent: connections.agent(), headers });
    const stop = () => asking.destroy(codedError('ETIMEDOUT', 'no answer in time'));
    late.addEventListener('abort', stop, { once: true });
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        asking.once('response', resolve).on('error', reject).end();
      });
      const tookMs = Math.round(performance.now() - begun);
      const aheadMs = aheadOf(response, asked + tookMs / 2);
      const signer = signerOf(response.socket as TLSSocket, ca);
      response.destroy();
      return { host, tookMs, status: response.statusCode ?? 0, signer, ...(aheadMs !== undefined && { aheadMs }) };
    } finally {
      late.removeEventListener('abort', stop);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw networkFailure(error, host);
  } finally {
    connections.close();
  }
}
