export type HostPort = { readonly host: string; readonly port?: number };

/** A URI in its own bytes: what is not changed is written as it was read. `URL` knows one host only, and rewrites. */
export type Uri = {
  readonly scheme: string;
  /** `user:password` as it stands, without the `@`. */
  readonly userinfo?: string;
  /** Several in the URIs of PostgreSQL, MongoDB and others. */
  readonly hosts: readonly HostPort[];
  /** With its slash, or empty. */
  readonly path: string;
  /** Names and values as they stand; a name alone has no value. */
  readonly params: readonly (readonly [string, string?])[];
  readonly fragment?: string;
};

const SHAPE = /^([a-z][a-z0-9+.-]*(?::[a-z][a-z0-9+.-]*)*):\/\/([^/?#\s]*)(\/[^?#\s]*)?(?:\?([^#\s]*))?(?:#(\S*))?$/i;

function parseHost(text: string): HostPort | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]@]*))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) return undefined;
  return digits === undefined ? { host } : { host, port: Number(digits) };
}

/** Undefined for anything that is no URI with an authority. */
export function parseUri(text: string): Uri | undefined {
  const [, scheme, authority = '', path = '', query, fragment] = SHAPE.exec(text) ?? [];
  if (scheme === undefined) return undefined;
  const at = authority.lastIndexOf('@');
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map(parseHost);
  if (hosts.includes(undefined)) return undefined;
  return {
    scheme,
    ...(at >= 0 && { userinfo: authority.slice(0, at) }),
    hosts: hosts as HostPort[],
    path,
    params:
      query === undefined || query === ''
        ? []
        : query.split('&').map((part) => {
            const equals = part.indexOf('=');
            return equals < 0 ? ([part] as const) : ([part.slice(0, equals), part.slice(equals + 1)] as const);
          }),
    ...(fragment !== undefined && { fragment }),
  };
}

export const formatHostPort = ({ host, port }: HostPort): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;

export function formatUri({ scheme, userinfo, hosts, path, params, fragment }: Uri): string {
  const query = params.map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join('&');
  const authority = `${userinfo === undefined ? '' : `${userinfo}@`}${hosts.map(formatHostPort).join(',')}`;
  return `${scheme}://${authority}${path}${query === '' ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** For one part of a URI. Also the marks that some parsers and shells would take for their own. */
export const encodePart = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (mark) => `%${mark.codePointAt(0)?.toString(16).toUpperCase() ?? ''}`,
  );

/** A text that is no valid encoding stands for itself. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function formatUserinfo(user: string | undefined, password: string | undefined): string | undefined {
  if (user === undefined && password === undefined) return undefined;
  return `${encodePart(user ?? '')}${password === undefined ? '' : `:${encodePart(password)}`}`;
}

export function parseUserinfo(userinfo: string | undefined): { readonly user?: string; readonly password?: string } {
  if (userinfo === undefined) return {};
  const colon = userinfo.indexOf(':');
  if (colon < 0) return { user: decodePart(userinfo) };
  return { user: decodePart(userinfo.slice(0, colon)), password: decodePart(userinfo.slice(colon + 1)) };
}

type Params = Uri['params'];
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export const paramOf = (params: Params, name: string): string | undefined =>
  params.find(([each]) => same(each, name))?.[1];

/** In its old place, else at the end; without a value it is taken out. */
export function withParam(params: Params, name: string, value: string | undefined): Params {
  const kept = params.filter(([each]) => !same(each, name));
  if (value === undefined) return kept;
  const at = params.findIndex(([each]) => same(each, name));
  return at < 0 ? [...kept, [name, value]] : kept.toSpliced(at, 0, [params[at]?.[0] ?? name, value]);
}
