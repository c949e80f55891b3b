import { createHash } from 'node:crypto';
import { keepOutOfLogs } from '../base/log.ts';
import type { AccountId } from '../contract/catalog.ts';
import { normaliseHost } from '../northflank/host.ts';
import type { Context, ContextProvider, Credentials } from './types.ts';

/** Host and token that forwards run under. */
export type Account = {
  readonly id: AccountId;
  /** `https://<host>[:port]` */
  readonly host: string;
  /** Asked at each request and dial. */
  readonly token: () => string;
  readonly ca?: string;
};

const idOf = (...parts: readonly string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);

/** Each token that was ever used stays out of every text we write. */
function readWith(read: () => string): () => string {
  let last: string | undefined;
  return () => {
    const token = read();
    if (token !== last) keepOutOfLogs(token);
    last = token;
    return token;
  };
}

/** Throws a `Failure` for a host that is none, an Error where the provider has no current context. */
export function accountOf(source: ContextProvider | Credentials, ca?: string): Account {
  if ('getCurrentContext' in source) return accountOfContext(source, ca);
  const { token, host = '' } = source;
  const base = normaliseHost(host);
  return {
    id: idOf(base),
    host: base,
    token: readWith(() => (typeof token === 'function' ? token() : token)),
    ...(ca && { ca }),
  };
}

/** Forwards stay with the context they were started in, whichever is the current one later. */
function accountOfContext(provider: ContextProvider, ca: string | undefined): Account {
  const context = provider.getCurrentContext();
  if (!context) throw new Error('There is no current context. Log in first, or add a context to the provider.');
  const host = normaliseHost(context.host ?? '');
  return {
    id: idOf(host, context.name),
    host,
    token: readWith(() => latest(provider, context).token),
    ...(ca && { ca }),
  };
}

function latest(provider: ContextProvider, context: Context): Context {
  const named = (contexts: readonly (Context | undefined)[]) => contexts.find((each) => each?.name === context.name);
  let stored: Context | undefined;
  try {
    stored = named(provider.loadContextWrapper?.().contexts ?? []);
  } catch {
    // Another program is just writing the file.
  }
  return stored ?? named([provider.getCurrentContext()]) ?? context;
}
