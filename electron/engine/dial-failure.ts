import type { IncomingHttpHeaders } from 'node:http';
import { redact } from '../base/log.ts';
import { ProxyError } from '../base/proxy.ts';
import { issuerOf } from '../base/trust.ts';
import { Failure } from '../contract/failure.ts';
import type { ProblemArgs } from '../contract/problem.ts';

const REASON_LENGTH = 200;
const LONGEST_WAIT_MS = 3_600_000;

/** A far side's own words: one line, bounded, without control characters and secrets; undefined where it says nothing. */
export function safeReason(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  // oxlint-disable-next-line no-control-regex -- control characters are what is to go
  const line = redact(text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\s]+/g, ' ').trim());
  return line === '' ? undefined : line.slice(0, REASON_LENGTH);
}

/** The gateway explains itself as `{"message": "…"}`, the API as `{"error": {"message": "…"}}`; anything else says nothing. */
function reasonOf(body: string): string | undefined {
  try {
    const answer = JSON.parse(body) as { message?: unknown; error?: { message?: unknown } } | null;
    return safeReason(answer?.message ?? answer?.error?.message);
  } catch {
    return undefined;
  }
}

/** Retry-After in milliseconds: seconds or an HTTP date, one hour at most. */
export function retryAfterMs(value: string | undefined, now: number = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  const waitMs = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}

/** The failure for an upgrade that was answered by anything but 101. What the real gateway sends is not documented. */
export function refusal(status: number, headers: IncomingHttpHeaders, body: string): Failure {
  const reason = reasonOf(body);
  const waitMs = retryAfterMs(headers['retry-after']);
  const args: ProblemArgs = { status, ...(reason !== undefined && { reason }) };
  if (status === 401) return new Failure('token-rejected');
  if (status === 403)
    return new Failure('token-too-narrow', reason === undefined ? {} : { args: { permission: reason } });
  if (status === 404 || status === 410 || status === 502)
    return new Failure('endpoint-gone', { args, retriable: true });
  if (status === 429) {
    const seconds = waitMs === undefined ? {} : { args: { seconds: Math.ceil(waitMs / 1000) } };
    return new Failure('api-limited', { ...seconds, retriable: true, retryAfterMs: waitMs });
  }
  return new Failure('endpoint-refused', { args, retriable: true, retryAfterMs: waitMs });
}

const CERTIFICATE =
  /^CERT_|SELF_SIGNED|^UNABLE_TO_|^ERR_TLS_CERT|HOSTNAME_MISMATCH|^INVALID_(?:CA|PURPOSE)|PATH_LENGTH/;

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** The failure for a dial that got no answer to its upgrade. The code is told, not the message: it may name more than it should. */
export function unreachable(error: unknown, host: string): Failure {
  if (error instanceof ProxyError) {
    const { proxy, message, isFinal, cause } = error;
    // An untrusted certificate is the proxy's own here.
    if (CERTIFICATE.test(codeOf(cause) ?? '')) return unreachable(cause, proxy);
    return new Failure('proxy-failed', { args: { proxy, reason: message }, retriable: !isFinal, cause: error });
  }
  const reason = codeOf(error);
  if (reason !== undefined && CERTIFICATE.test(reason)) {
    const issuer = issuerOf(error);
    const args = { host, reason, ...(issuer !== undefined && { issuer }) };
    return new Failure('certificate-untrusted', { args, cause: error });
  }
  const args = reason === undefined ? undefined : { args: { reason } };
  return new Failure('endpoint-unreachable', { ...args, retriable: true, cause: error });
}
