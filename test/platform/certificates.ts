import { randomBytes } from 'node:crypto';
import { generate } from 'selfsigned';

export type Certificate = { readonly cert: string; readonly key: string };

/** A certificate authority of its own per platform, and leaf certificates from it. All PEM, valid for a year. */
export type Authority = {
  readonly ca: string;
  readonly issue: (names: readonly string[]) => Promise<Certificate>;
};

const KEY = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Valid from yesterday, because clocks of test machines differ. */
function lifetime(): { notBeforeDate: Date; notAfterDate: Date } {
  const now = Date.now();
  return { notBeforeDate: new Date(now - 86_400_000), notAfterDate: new Date(now + 365 * 86_400_000) };
}

export async function createAuthority(): Promise<Authority> {
  // Verifiers look an issuer up by its name: two platforms at once must not share one.
  const commonName = `Demo platform CA ${randomBytes(6).toString('hex')}`;
  const ca = await generate([{ name: 'commonName', value: commonName }], {
    ...KEY,
    ...lifetime(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    ca: ca.cert,
    async issue(names) {
      const leaf = await generate([{ name: 'commonName', value: (names[0] ?? 'localhost').slice(0, 64) }], {
        ...KEY,
        ...lifetime(),
        ca: { key: ca.private, cert: ca.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: names.map(alternativeName) },
        ],
      });
      return { cert: leaf.cert, key: leaf.private };
    },
  };
}

function alternativeName(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return /^[\d.]+$|:/.test(name) ? { type: 7, ip: name } : { type: 2, value: name };
}
