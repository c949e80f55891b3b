import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';

/** Since Node 22.15; Electron's may be older. */
type ReadStore = (type: 'default' | 'system') => readonly string[];
const readStore = (tls as { readonly getCACertificates?: ReadStore }).getCACertificates;

type TrustSources = {
  /** PEM file of NODE_EXTRA_CA_CERTS. */
  readonly extraFile?: string | undefined;
  readonly readStore?: ReadStore | undefined;
};

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in PEM text, read or not. */
export const blocksIn = (pem: string): readonly string[] => pem.match(BLOCK) ?? [];

/** One that says whose it is; undefined where the block cannot be read, or names nobody. */
export function readCertificate(block: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(block);
    // The type knows no certificate without a subject.
    return (certificate.subject as string | undefined) === undefined ? undefined : certificate;
  } catch {
    return undefined;
  }
}

/** One that cannot be read would make the whole list unusable. */
const isReadable = (block: string) => readCertificate(block) !== undefined;

function readFile(file: string): readonly string[] {
  try {
    const blocks = blocksIn(readFileSync(file, 'utf8'));
    if (blocks.length > 0) return blocks;
    process.emitWarning(`No certificate in ${file}, which NODE_EXTRA_CA_CERTS names.`);
  } catch (error) {
    const { code = 'error' } = error as { readonly code?: string };
    process.emitWarning(`${file}, which NODE_EXTRA_CA_CERTS names, cannot be read (${code}).`);
  }
  return [];
}

function readSystem(read: ReadStore | undefined, type: 'default' | 'system'): readonly string[] {
  try {
    return read?.(type) ?? [];
  } catch {
    return [];
  }
}

/**
 * What is trusted besides the authorities that Node has built in, each once. NODE_EXTRA_CA_CERTS is read here because Node
 * reads it at its own start only, and a packaged Electron does not.
 */
export function readAuthorities({ extraFile, readStore }: TrustSources): {
  readonly builtIn: readonly string[];
  readonly added: readonly string[];
} {
  const fromStore = readSystem(readStore, 'default');
  const builtIn = fromStore.length > 0 ? fromStore : tls.rootCertificates;
  const known = new Set(builtIn.map((pem) => pem.replaceAll(/\s/g, '')));
  const added = [...readSystem(readStore, 'system'), ...(extraFile ? readFile(extraFile) : [])].filter((pem) => {
    const text = pem.replaceAll(/\s/g, '');
    if (known.has(text) || !isReadable(pem)) return false;
    known.add(text);
    return true;
  });
  return { builtIn, added };
}

let authorities: ReturnType<typeof readAuthorities> | undefined;
const contexts = new Map<string, SecureContext>();

let given: readonly string[] = [];

/** From now on each new connection trusts these certificates too (PEM), in place of those that were given before. */
export function trustAlso(pem: string): void {
  given = blocksIn(pem).filter(isReadable);
  contexts.clear();
}

const readOnce = () => (authorities ??= readAuthorities({ extraFile: process.env['NODE_EXTRA_CA_CERTS'], readStore }));

/** Those that ship with this program; the same list each time. */
export const builtInAuthorities = (): readonly string[] => readOnce().builtIn;

/**
 * What verifies the certificates of servers: the built-in authorities, those of NODE_EXTRA_CA_CERTS, of the system where
 * Node can read it and of the settings, and these (PEM). Made once for each list, because parsing takes some 20 ms.
 */
export function trustedContext(extra: readonly string[] = []): SecureContext {
  const key = extra.join('\n');
  let context = contexts.get(key);
  if (!context) {
    const { builtIn, added } = readOnce();
    // `ca` replaces Node's own list, so that is named again. Without anything to add its own is there already parsed.
    const isOwn = added.length === 0 && given.length === 0 && extra.length === 0;
    context = tls.createSecureContext(isOwn ? {} : { ca: [...builtIn, ...added, ...given, ...extra] });
    contexts.set(key, context);
  }
  return context;
}

/**
 * For every TLS connection: said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0, which many a shell profile sets for some
 * other program, is Node's default for those that do not say it, and the token would go to whoever answers.
 */
export const VERIFIED = { rejectUnauthorized: true } as const;

/** Codes that say: the chain is sound, but nobody here knows who signed it. */
const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Of a distinguished name; a field that is there twice is an array. */
type Name = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The issuer's name in a line that may be shown: whoever answers there has written it. */
export function nameOf(issuer: object): string | undefined {
  const { CN, O, OU } = issuer as Name;
  const [name = ''] = [CN ?? O ?? OU ?? []].flat();
  const line = name.replaceAll(/[\p{C}\s"]+/gu, ' ').trim();
  return line === '' ? undefined : line.slice(0, 80);
}

/** What Node itself asks in its listener; null where the chain is sound. */
type Verified = { readonly _handle?: { readonly verifyError?: () => Error | null } | null };

/**
 * Where this TLS connection fails because its authority is not known, the error gets `issuer`, the authority's name: that
 * is how a proxy shows that opens TLS on the way. To be called before the handshake.
 */
export function watchIssuer(socket: Socket): void {
  let certificate: { readonly issuer?: object } | undefined;
  // Node verifies in its own listener of this event, and takes the certificate away as it fails. (Not by
  // `getPeerX509Certificate`: in Node 20 that leaves nothing for Node's own check.)
  socket.prependListener('secure', () => {
    const connection = socket as TLSSocket & Verified;
    // Taking a certificate apart costs as much as the rest of the handshake, so only one that is about to be refused is.
    const isRefused = connection._handle?.verifyError?.() !== null;
    if (isRefused && !connection.isSessionReused()) certificate = connection.getPeerCertificate();
  });
  socket.prependListener('error', (error: Error & { code?: unknown; issuer?: string }) => {
    const shown = UNKNOWN_AUTHORITY.has(String(error.code)) ? certificate?.issuer : undefined;
    const issuer = shown && nameOf(shown);
    if (issuer !== undefined) error.issuer = issuer;
  });
}

/** What `watchIssuer` has found. */
export function issuerOf(error: unknown): string | undefined {
  const { issuer } = (error ?? {}) as { readonly issuer?: unknown };
  return typeof issuer === 'string' ? issuer : undefined;
}
