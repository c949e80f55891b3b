import { isIPv6 } from 'node:net';
import { decoded } from './decoded.ts';
import { keepOutOfLogs } from './log.ts';
import { isLoopback, readExemptions } from './no-proxy.ts';

/** An HTTP proxy that is asked with CONNECT, spoken to in the clear or inside TLS. */
export type ProxyTarget = {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Value of the Proxy-Authorization header. */
  readonly authorization?: string;
};

/**
 * The proxy for an address such as `https://host:port/`, undefined where there is to be none. Strings and plain data, so that
 * the answer may come from another thread or process. Rejects with a `ProxyError` where the one that is set cannot be used.
 */
export type ProxyResolver = (url: string) => Promise<ProxyTarget | undefined>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that is set, and did not give a way to the server. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** Its `host:port`, or where the setting stands; never a password. */
  readonly proxy: string;
  /** Trying again is of no use until somebody changes something. */
  readonly isFinal: boolean;

  constructor(proxy: string, reason: string, { isFinal = false, cause }: { isFinal?: boolean; cause?: unknown } = {}) {
    super(reason, cause === undefined ? undefined : { cause });
    this.proxy = proxy;
    this.isFinal = isFinal;
  }
}

/** As in `CONNECT` and `Host`. */
export const authorityOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${isIPv6(host) ? `[${host}]` : host}:${port}`;

export const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function credentialsOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const plain = `${decoded(username)}:${decoded(password)}`;
  const encoded = Buffer.from(plain, 'utf8').toString('base64');
  for (const secret of [password, decoded(password), encoded]) keepOutOfLogs(secret);
  return `Basic ${encoded}`;
}

/**
 * `http://user:password@host:port` or `https://…`; without a scheme it is http, without a port that of the scheme. `setting`
 * is named where the value is none of these: the value itself may hold a password.
 */
export function parseProxy(value: string, setting: string): ProxyTarget {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && !(url.protocol in DEFAULT_PORTS)) {
    const kind = url.protocol.slice(0, -1).toUpperCase();
    throw new ProxyError(setting, `${kind} proxies are not supported, only HTTP and HTTPS ones`, { isFinal: true });
  }
  if (!url || url.hostname === '') throw new ProxyError(setting, 'its value is not an address', { isFinal: true });
  const authorization = credentialsOf(url);
  return {
    host: withoutBrackets(url.hostname),
    port: Number(url.port) || (DEFAULT_PORTS[url.protocol] ?? 80),
    isTls: url.protocol === 'https:',
    ...(authorization && { authorization }),
  };
}

/**
 * The proxy of the environment as curl reads it: `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY`, an empty one counts
 * as not set; `no_proxy` and `NO_PROXY` name what is reached directly. Like Go and Chromium, and unlike curl, it is never
 * used for this machine's own addresses: a proxy elsewhere would reach itself there. Undefined where no proxy is set.
 */
export function proxyFromEnvironment(env: Environment): ProxyResolver | undefined {
  const setting = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].find((name) => env[name]?.trim());
  if (setting === undefined) return undefined;
  const value = env[setting]?.trim() ?? '';
  const isExempt = exemptionsOf(env);
  let proxy: ProxyTarget | undefined;
  return async (url) => {
    if (isLoopback(withoutBrackets(new URL(url).hostname)) || isExempt(url)) return undefined;
    return (proxy ??= parseProxy(value, setting));
  };
}

function exemptionsOf(env: Environment): (url: string) => boolean {
  const isExempt = readExemptions([env['no_proxy'], env['NO_PROXY']].find((each) => each?.trim()) ?? '');
  return (url) => {
    const { hostname, port, protocol } = new URL(url);
    return isExempt(withoutBrackets(hostname), Number(port) || (protocol === 'http:' ? 80 : 443));
  };
}

/**
 * The proxy that the user has set in the app, before all others and for everything but what NO_PROXY names. It is read at
 * each connection, so that a change counts at once.
 */
export function proxyOfSettings(setting: () => string, env: Environment, otherwise: ProxyResolver): ProxyResolver {
  const isExempt = exemptionsOf(env);
  return async (url) => {
    const address = setting();
    if (address === '') return otherwise(url);
    return isExempt(url) ? undefined : parseProxy(address, 'in the settings of Portside');
  };
}

const GIVEN = 'given at sign-in';

/** One proxy for everything, this computer's own addresses included: who names it means it. Its address may hold a password. */
export function proxyAt(address: string): ProxyResolver {
  let proxy: ProxyTarget | undefined;
  return async () => (proxy ??= parseProxy(address, GIVEN));
}

/** Its `host:port`, to be shown; never a password. */
export const proxyName = (address: string): string => authorityOf(parseProxy(address, GIVEN));

const SYSTEM = 'of the system settings';

/**
 * The first usable entry of what Chromium answers for an address, as in `PROXY a:3128; HTTPS b:443; DIRECT`. Undefined is
 * the direct way. Throws a `ProxyError` where there are only proxies that are not supported.
 */
export function parsePacResult(result: string): ProxyTarget | undefined {
  const entries = result.split(';').flatMap((entry) => {
    const [kind = '', address = ''] = entry.trim().split(/\s+/);
    return kind === '' ? [] : [{ kind: kind.toUpperCase(), address }];
  });
  for (const { kind, address } of entries) {
    if (kind === 'DIRECT') return undefined;
    if (kind === 'PROXY' || kind === 'HTTP') return parseProxy(`http://${address}`, SYSTEM);
    if (kind === 'HTTPS') return parseProxy(`https://${address}`, SYSTEM);
  }
  const [first] = entries;
  if (!first) return undefined;
  const { kind, address } = first;
  throw new ProxyError(address || SYSTEM, `${kind} proxies are not supported, only HTTP and HTTPS ones`, {
    isFinal: true,
  });
}

/** The environment's proxy, or without one that of the system's settings; `askSystem` is Electron's `session.resolveProxy`. */
export function proxyOf(env: Environment, askSystem: (url: string) => Promise<string>): ProxyResolver {
  return proxyFromEnvironment(env) ?? (async (url) => parsePacResult(await askSystem(url)));
}
