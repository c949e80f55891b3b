import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { builtInAuthorities, nameOf } from './trust.ts';

/** Who vouches for the certificate that a server has shown. */
export type Signer = {
  readonly issuer: string;
  /** `public`: an authority that ships with this program. `given`: one of those given. `added`: one that this computer trusts. */
  readonly kind: 'public' | 'given' | 'added';
};

const lineOf = (name: object) =>
  Object.entries(name as Readonly<Record<string, string | readonly string[] | undefined>>)
    .flatMap(([key, value]) => [value ?? []].flat().map((each) => `${key}=${each}`))
    .sort()
    .join('\n');

type Known = { readonly prints: ReadonlySet<string>; readonly subjects: ReadonlySet<string> };

function known(list: readonly string[]): Known {
  const certificates = list.map((pem) => new X509Certificate(pem));
  return {
    prints: new Set(certificates.map(({ fingerprint256 }) => fingerprint256)),
    subjects: new Set(certificates.map(({ subject }) => subject.split('\n').sort().join('\n'))),
  };
}

let builtIn: { readonly of: readonly string[]; readonly known: Known } | undefined;

function knownBuiltIn(): Known {
  const list = builtInAuthorities();
  if (builtIn?.of !== list) builtIn = { of: list, known: known(list) };
  return builtIn.known;
}

/** The last certificate of the chain, the root where it is known. */
function lastOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate {
  let last = certificate;
  const seen = new Set<string>();
  while (last.issuerCertificate?.fingerprint256 && !seen.has(last.fingerprint256)) {
    seen.add(last.fingerprint256);
    last = last.issuerCertificate;
  }
  return last;
}

/**
 * Who signed the certificate of this verified connection. A root is recognised by its fingerprint; where the chain ends
 * below it, by the name that its last certificate gives, which the handshake has verified against what is trusted.
 */
export function signerOf(socket: TLSSocket, given: readonly string[]): Signer {
  const leaf = socket.getPeerCertificate(true);
  const root = lastOf(leaf);
  const issuer = nameOf(leaf.issuer) ?? 'an authority without a name';
  const isIn = ({ prints, subjects }: Known) => {
    const isRoot = lineOf(root.issuer) === lineOf(root.subject);
    return isRoot ? prints.has(root.fingerprint256) : subjects.has(lineOf(root.issuer));
  };
  if (given.length > 0 && isIn(known(given))) return { issuer, kind: 'given' };
  return { issuer, kind: isIn(knownBuiltIn()) ? 'public' : 'added' };
}
