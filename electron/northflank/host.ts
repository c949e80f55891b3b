import { blocksIn, nameOf, readCertificate } from '../base/trust.ts';
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

const unreadable = (host: string) =>
  new Failure('certificate-untrusted', { args: { host, reason: 'the given CA certificate cannot be read' } });

/** The certificates in PEM text, each checked to be readable; throws a `Failure` where there is none or one is not. */
export function readCertificates(pem: string, host: string): string[] {
  const blocks = blocksIn(pem);
  if (blocks.length === 0 || !blocks.every(readCertificate)) throw unreadable(host);
  return [...blocks];
}

/** Each that can be read, with the name that it gives itself and with what it cannot choose; throws where there is none. */
export function describeCertificates(
  pem: string,
  host: string,
): { readonly name: string; readonly fingerprint: string }[] {
  const readable = blocksIn(pem).flatMap((block) => readCertificate(block) ?? []);
  if (readable.length === 0) throw unreadable(host);
  return readable.map((certificate) => ({
    name: nameOf(certificate.toLegacyObject().subject) ?? certificate.serialNumber,
    fingerprint: certificate.fingerprint256,
  }));
}
