import type { IncomingHttpHeaders } from 'node:http';
import { ProxyError } from '../base/proxy.ts';
import { issuerOf } from '../base/trust.ts';
import { Failure } from '../contract/failure.ts';

/** Why a server certificate was not accepted, in words; the codes are OpenSSL's as Node gives them. */
const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here',
  CERT_UNTRUSTED: 'its authority is not trusted',
  CERT_REJECTED: 'its authority rejects this use',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; check the clock',
  CERT_REVOKED: 'it was revoked',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
  CERT_CHAIN_TOO_LONG: 'its chain is too long',
  INVALID_CA: 'its authority may not sign',
  INVALID_PURPOSE: 'it was made for another purpose',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another name',
};

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'it took too long',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  EPROTO: 'it does not speak TLS',
};

const codeOf = (error: unknown): string => {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
};

/** What a request that got no complete answer means. Node's errors name addresses and codes, never headers. */
export function networkFailure(error: unknown, host: string): Failure {
  if (error instanceof ProxyError) return proxyFailure(error);
  const code = codeOf(error);
  const untrusted = CERTIFICATE_REASONS[code];
  if (untrusted) {
    const issuer = issuerOf(error);
    const args = { host, reason: untrusted, ...(issuer !== undefined && { issuer }) };
    return new Failure('certificate-untrusted', { args, cause: error });
  }
  if (code.startsWith('HPE_')) return malformed(host, error);
  const isTls = code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
  const known = isTls ? 'EPROTO' : code.startsWith('ERR_HTTP2_') ? 'ECONNRESET' : code;
  const reason = NETWORK_REASONS[known] ?? (code ? `network error ${code}` : 'network error');
  return new Failure('api-unreachable', { args: { host, reason }, retriable: true, cause: error });
}

function proxyFailure(error: ProxyError): Failure {
  const { proxy, message: reason, isFinal, cause } = error;
  // An untrusted certificate is the proxy's own here.
  if (CERTIFICATE_REASONS[codeOf(cause)]) return networkFailure(cause, proxy);
  return new Failure('proxy-failed', { args: { proxy, reason }, retriable: !isFinal, cause: error });
}

export function malformed(host: string, cause?: unknown): Failure {
  return new Failure('api-malformed', { args: { host }, retriable: true, cause });
}

const MAX_WAIT_SECONDS = 3600;

/** Seconds that the far side asks to wait: Retry-After as seconds or date, else Northflank's `x-ratelimit-reset` (seconds). */
function waitSeconds(headers: IncomingHttpHeaders, now = Date.now()): number | undefined {
  const given = headers['retry-after'] ?? headers['x-ratelimit-reset'];
  if (typeof given !== 'string' || given.trim() === '') return undefined;
  const seconds = /^\d+$/.test(given.trim()) ? Number(given) : (Date.parse(given) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_WAIT_SECONDS, Math.max(0, Math.ceil(seconds)));
}

/** One line of at most 200 characters without control characters or secrets, from the platform's `{error:{message}}`. */
function reasonIn(body: unknown, hide: Asked['hide']): string | undefined {
  const { error, message } = (body ?? {}) as { readonly error?: { readonly message?: unknown }; message?: unknown };
  const text = error?.message ?? message;
  if (typeof text !== 'string') return undefined;
  // Hidden before it is cut: part of a secret is a secret too.
  const clean = hide(text)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean;
}

export type Asked = {
  readonly host: string;
  /** What is asked for, as the user calls it. */
  readonly name?: string | undefined;
  /** The permission that the request needs, in Northflank's words. */
  readonly permission?: string | undefined;
  /** Removes secrets from what the far side says. */
  readonly hide: (text: string) => string;
};

/** What an answer other than 200 means. `body` is its parsed JSON, undefined where it had none. */
export function statusFailure(
  status: number,
  headers: IncomingHttpHeaders,
  body: unknown,
  { host, name, permission, hide }: Asked,
): Failure {
  if (status === 401) return new Failure('token-rejected');
  if (status === 403) return new Failure('token-too-narrow', permission ? { args: { permission } } : {});
  if (status === 404) return new Failure('resource-gone', name ? { args: { name } } : {});
  const seconds = waitSeconds(headers);
  const retryAfterMs = seconds === undefined ? undefined : seconds * 1000;
  if (status === 429) {
    return new Failure('api-limited', { ...(seconds && { args: { seconds } }), retriable: true, retryAfterMs });
  }
  // A redirect or an empty success is no answer of this API: a login page or a proxy stands in between.
  if (status < 400) return malformed(host);
  const reason = reasonIn(body, hide);
  return new Failure('api-failed', {
    args: { status, ...(reason && { reason }) },
    retriable: status >= 500 || status === 408,
    ...(status === 503 && { retryAfterMs }),
  });
}
