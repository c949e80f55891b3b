import { X509Certificate } from 'node:crypto';
import { nameOf } from '../base/trust.ts';
import { Failure } from '../contract/failure.ts';

export const DEFAULT_HOST = 'https://api.northflank.com';

/** What stands before an `@` may be a password, and is not repeated. */
const refuse = (input: string, reason: string) =>
  new Failure('api-unreachable', { args: { host: input.slice(input.lastIndexOf('@') + 1).slice(0, 200), reason } });

/**
 * The API base for what a user typed: `https://<host>[:port]`, without trailing slash or `/v1`; empty means Northflank's own.
 * Always https, because every request carries the token. Throws a `Failure` that says what is wrong with the input.
 */
export function normaliseHost(input: string): string {
  const text = input.trim();
  if (text === '') return DEFAULT_HOST;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https') throw refuse(text, 'the address must start with https://');
  let url: URL;
  try {
    url = new URL(scheme ? text : `https://${text}`);
  } catch {
    throw refuse(text, 'this is not an address');
  }
  if (url.username !== '' || url.password !== '') throw refuse(url.host, 'the address must not contain a user name');
  if (!['/', '/v1', '/v1/'].includes(url.pathname) || url.search !== '' || url.hash !== '') {
    throw refuse(url.host, 'the address must end after the host name and port');
  }
  if (url.port === '0') throw refuse(url.host, 'port 0 cannot be reached');
  return `https://${url.host}`;
}

/** The certificates in PEM text, each checked to be readable; throws a `Failure` where there is none or one is not. */
export function readCertificates(pem: string, host: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const isReadable = (block: string) => {
    try {
      return new X509Certificate(block).subject !== undefined;
    } catch {
      return false;
    }
  };
  if (blocks.length > 0 && blocks.every(isReadable)) return [...blocks];
  throw new Failure('certificate-untrusted', { args: { host, reason: 'the given CA certificate cannot be read' } });
}

/** Each with the name that it gives itself, and with what it cannot choose. */
export function describeCertificates(
  pem: string,
  host: string,
): { readonly name: string; readonly fingerprint: string }[] {
  return readCertificates(pem, host).map((block) => {
    const certificate = new X509Certificate(block);
    return {
      name: nameOf(certificate.toLegacyObject().subject) ?? certificate.serialNumber,
      fingerprint: certificate.fingerprint256,
    };
  });
}
