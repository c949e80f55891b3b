import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer, rootCertificates, type SecureContext } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issuerOf, readAuthorities, trustAlso, trustedContext, watchIssuer } from '../../electron/base/trust.ts';
import { createAuthority, type Authority, type Certificate } from '../platform/certificates.ts';

let authority: Authority;
let leaf: Certificate;
let folder = '';

beforeAll(async () => {
  authority = await createAuthority();
  leaf = await authority.issue(['127.0.0.1']);
  folder = mkdtempSync(path.join(tmpdir(), 'trust-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What becomes of a handshake with a server that has this certificate. */
async function greet(certificate: Certificate, secureContext: SecureContext): Promise<unknown> {
  const server = createServer({ ...certificate });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port, secureContext });
  watchIssuer(socket);
  const outcome = await new Promise<unknown>((resolve) => {
    socket.on('secureConnect', () => resolve('trusted'));
    socket.on('error', resolve);
  });
  socket.destroy();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return outcome;
}

function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

describe('the list', () => {
  test('without anything besides is what Node has built in', () => {
    expect(readAuthorities({})).toEqual({ builtIn: rootCertificates, added: [] });
  });

  test('has what the file and the system add, each once and without what is built in', () => {
    const [first = '', second = ''] = rootCertificates;
    const crlf = authority.ca.replaceAll('\n', '\r\n');
    const extraFile = file('both.pem', `A comment\n${first}\n${authority.ca}\n${crlf}`);
    const { added } = readAuthorities({ extraFile, readStore: (type) => (type === 'system' ? [second, crlf] : []) });
    expect(added.map((pem) => pem.trim())).toEqual([crlf.trim()]);
  });

  test('is Node’s own default where Node tells it', () => {
    const readStore = (type: string) => (type === 'default' ? [authority.ca] : rootCertificates.slice(0, 2));
    expect(readAuthorities({ readStore })).toEqual({
      builtIn: [authority.ca],
      added: rootCertificates.slice(0, 2),
    });
  });

  test('survives a system store that cannot be read', () => {
    const readStore = () => {
      throw new Error('no keychain');
    };
    expect(readAuthorities({ readStore })).toEqual({ builtIn: rootCertificates, added: [] });
  });

  test.each([
    ['that is missing', undefined, /missing\.pem.*cannot be read \(ENOENT\)/],
    ['without a certificate', 'hello', /No certificate in .*broken\.pem/],
  ])('leaves out a file %s, and warns', async (_, text, words) => {
    const extraFile = text === undefined ? path.join(folder, 'missing.pem') : file('broken.pem', text);
    const warned = new Promise<Error>((resolve) => {
      process.once('warning', resolve);
    });
    expect(readAuthorities({ extraFile }).added).toEqual([]);
    expect((await warned).message).toMatch(words);
  });

  test('leaves out a block that is no certificate, and keeps the others', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const extraFile = file('half.pem', `${broken}\n${authority.ca}`);
    expect(readAuthorities({ extraFile }).added.map((pem) => pem.trim())).toEqual([authority.ca.trim()]);
  });
});

describe('a server', () => {
  test('of a given authority is trusted, and the list is parsed once', async () => {
    const context = trustedContext([authority.ca]);
    expect(await greet(leaf, context)).toBe('trusted');
    expect(trustedContext([authority.ca])).toBe(context);
    expect(trustedContext()).not.toBe(context);
  });

  test('of an authority of the settings is trusted while it stands there', async () => {
    trustAlso(`${authority.ca}\n-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----`);
    expect(await greet(leaf, trustedContext())).toBe('trusted');
    trustAlso('');
    expect(await greet(leaf, trustedContext())).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  test('of an unknown authority is refused with that authority’s name', async () => {
    const error = await greet(leaf, trustedContext());
    expect(error).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(issuerOf(error)).toMatch(/^Demo platform CA /);
  });

  test('that is wrong in another way, is refused without one', async () => {
    const other = await authority.issue(['other.example']);
    const error = await greet(other, trustedContext([authority.ca]));
    expect(error).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(issuerOf(error)).toBeUndefined();
  });

  test('cannot put more than a line into the name', async () => {
    const name = `Evil \u202E CA ${'x'.repeat(300)}`;
    const made = await generate([{ name: 'organizationName', value: name }], { keyType: 'ec', algorithm: 'sha256' });
    const issuer = issuerOf(await greet({ cert: made.cert, key: made.private }, trustedContext()));
    expect(issuer).toMatch(/^Evil CA x+$/);
    expect(issuer).toHaveLength(80);
  });
});

test.each([undefined, null, 'text', new Error('plain'), { issuer: 7 }])('%j names no issuer', (error) => {
  expect(issuerOf(error)).toBeUndefined();
});
