import { X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { describeCertificates, normaliseHost, readCertificates } from '../../electron/northflank/host.ts';
import { createAuthority } from '../platform/certificates.ts';

test.each([
  ['', 'https://api.northflank.com'],
  ['   ', 'https://api.northflank.com'],
  ['api.northflank.com', 'https://api.northflank.com'],
  [' https://API.Northflank.com/ ', 'https://api.northflank.com'],
  ['https://api.example.com/v1', 'https://api.example.com'],
  ['https://api.example.com/v1/', 'https://api.example.com'],
  ['localhost:8443', 'https://localhost:8443'],
  ['HTTPS://10.0.0.1:443', 'https://10.0.0.1'],
  ['[::1]:8443', 'https://[::1]:8443'],
  ['münchen.example', 'https://xn--mnchen-3ya.example'],
])('%j means %s', (input, host) => {
  expect(normaliseHost(input)).toBe(host);
});

function refusalOf(input: string): Failure {
  try {
    throw new Error(`accepted as ${normaliseHost(input)}`);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
}

test.each([
  ['http://api.northflank.com', 'must start with https://'],
  ['ftp://api.northflank.com', 'must start with https://'],
  ['wss://api.northflank.com', 'must start with https://'],
  ['https://user:hunter2@api.northflank.com', 'must not contain a user name'],
  ['user@api.northflank.com', 'must not contain a user name'],
  ['https://api.northflank.com\\@evil.example', 'must end after the host name'],
  ['https://api.northflank.com/v2', 'must end after the host name'],
  ['https://api.northflank.com/v1/projects', 'must end after the host name'],
  ['https://api.northflank.com?x=1', 'must end after the host name'],
  ['https://api.northflank.com#x', 'must end after the host name'],
  ['api.northflank.com:0', 'port 0'],
  ['api.northflank.com:65536', 'not an address'],
  ['api.northflank.com:port', 'not an address'],
  ['two words', 'not an address'],
  ['https://', 'not an address'],
  ['http://user:hunter2@api.northflank.com', 'must start with https://'],
  ['user:hunter2@', 'not an address'],
])('%j is refused: %s', (input, reason) => {
  const { problem, retriable } = refusalOf(input);
  expect(problem.code).toBe('api-unreachable');
  expect(problem.args?.['reason']).toContain(reason);
  expect(JSON.stringify(problem)).not.toContain('hunter2');
  expect(retriable).toBe(false);
});

test('whatever is typed gives an https origin or a failure', () => {
  const parts = fc.constantFrom(
    'https://',
    'http:',
    '//',
    'a.b',
    '@',
    ':',
    '443',
    '/',
    '/v1',
    '\\',
    '?',
    '#',
    '%',
    ' ',
    '[::1]',
    '\0',
  );
  const typed = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 8 }).map((each) => each.join('')),
  );
  fc.assert(
    fc.property(typed, (input) => {
      try {
        const host = normaliseHost(input);
        expect(new URL(host).origin).toBe(host);
        expect(host).toMatch(/^https:\/\/[^/@?#\\\s]+$/);
        expect(normaliseHost(host)).toBe(host);
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
      }
    }),
  );
});

test('a certificate is told by its name in one line, and by its fingerprint', async () => {
  const { ca } = await createAuthority();
  const [told, ...others] = describeCertificates(ca, 'https://api.example');
  expect(others).toEqual([]);
  expect(told?.name).toMatch(/^\S.*\S$/);
  expect(told?.fingerprint).toBe(new X509Certificate(ca).fingerprint256);
});

const NAMELESS = `-----BEGIN CERTIFICATE-----
MIIBVTCB/aADAgECAhQhnEtghGfU0wQSXXRDb+77SqFn8TAKBggqhkjOPQQDAjAA
MCAXDTI2MTEyODE5MTcyMFoYDzIxMjYxMTA0MTkxNzIwWjAAMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAE+dcRn6dEpQ7qptxMJbpJkVLyoma9eoeZudoZYFw8tI8i
gUA5HIAkmHGJo64Au+pdZ/kKRdW4jG1xkTF1wQl+B6NTMFEwHQYDVR0OBBYEFAPl
u2ObFqk34lx9pTu81UEhQcwCMB8GA1UdIwQYMBaAFAPlu2ObFqk34lx9pTu81UEh
QcwCMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgVNvarlm0OKX9
waeF8razdcaom/gTfjLppz5xWtCb1jgCIEQPHxXODsSIzsGiCKmPOSPUnokVlQHg
7HB/bxHOMWHN
-----END CERTIFICATE-----`;

test('a certificate that names nobody is refused as one that cannot be read', async () => {
  const { ca } = await createAuthority();
  expect(() => readCertificates(NAMELESS, 'https://api.example')).toThrow(Failure);
  expect(() => readCertificates(`${ca}\n${NAMELESS}`, 'https://api.example')).toThrow(Failure);
  expect(() => describeCertificates(NAMELESS, 'https://api.example')).toThrow(Failure);
  expect(describeCertificates(`${NAMELESS}\n${ca}`, 'https://api.example')).toHaveLength(1);
});
