import type { ResourceKind } from './catalog.ts';
import { isPlainLine } from './plain-line.ts';
import { MAX_PROFILE_NAME } from './profile.ts';

/** What a `portside://` link asks for. It comes from a stranger's page or message, and so names things and does none. */
export type Link =
  | {
      readonly kind: 'open' | 'forward';
      readonly projectId: string;
      readonly resource: ResourceKind;
      readonly resourceId: string;
      /** Where several teams have such a project. */
      readonly team?: string;
      /** Of a proposed forward; absent: all. */
      readonly ports?: readonly number[];
    }
  | { readonly kind: 'profile'; readonly name: string };

export const LINK_SCHEME = 'portside';
/** Longer than any link of ours, with ids of the longest that `northflank/answers.ts` lets in. */
export const MAX_LINK = 1024;
const MAX_PORTS = 32;

const LINK = /^portside:\/\/(?<verb>open|forward|profile)\/(?<path>[\w.~%/-]+?)\/?(?:\?(?<query>[\w.~%,=&-]*))?$/i;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Decoded once; what is encoded twice keeps its percent signs, and no id has one. */
function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function idOf(text: string | undefined): string | undefined {
  const id = decode(text);
  return id !== undefined && ID.test(id) ? id : undefined;
}

function portsOf(text: string | undefined): readonly number[] | undefined {
  const given = decode(text);
  if (given === undefined || !/^[1-9]\d{0,4}(?:,[1-9]\d{0,4})*$/.test(given)) return undefined;
  const ports = [...new Set(given.split(',').map(Number))];
  return ports.length <= MAX_PORTS && ports.every((port) => port <= 65_535) ? ports : undefined;
}

/** Undefined where something is in it that is not allowed, or the same twice. */
function queryOf(text: string | undefined, allowed: readonly string[]): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const part of text ? text.split('&') : []) {
    const [name = '', value, ...rest] = part.split('=');
    if (value === undefined || rest.length > 0 || !allowed.includes(name) || found.has(name)) return undefined;
    found.set(name, value);
  }
  return found;
}

/** By what is allowed, never by what is forbidden: anything else is no link of ours. */
export function parseLink(text: string): Link | undefined {
  if (text.length > MAX_LINK) return undefined;
  const { verb, path = '', query } = LINK.exec(text)?.groups ?? {};
  const parts = path.split('/');
  if (verb === 'profile') {
    const name = decode(parts[0])?.trim();
    if (!name || parts.length > 1 || query !== undefined) return undefined;
    return name.length > MAX_PROFILE_NAME || !isPlainLine(name) ? undefined : { kind: 'profile', name };
  }
  if (verb !== 'open' && verb !== 'forward') return undefined;
  const [projectId, resource, resourceId] = [idOf(parts[0]), parts[1], idOf(parts[2])];
  if (!projectId || !resourceId || parts.length !== 3) return undefined;
  if (resource !== 'service' && resource !== 'addon') return undefined;
  const more = queryOf(query, verb === 'forward' ? ['team', 'ports'] : ['team']);
  if (!more) return undefined;
  const [team, ports] = [idOf(more.get('team')), portsOf(more.get('ports'))];
  if ((more.has('team') && !team) || (more.has('ports') && !ports)) return undefined;
  return { kind: verb, projectId, resource, resourceId, ...(team && { team }), ...(ports && { ports }) };
}

const isMeant = (argument: string) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);

/** The first argument of a start that is meant as a link; no longer than is needed to refuse it. */
export function linkIn(commandLine: readonly string[]): string | undefined {
  return commandLine
    .slice(1)
    .find(isMeant)
    ?.slice(0, MAX_LINK + 1);
}

/** The arguments with an unreadable link in place of each that is too long, where there is one. */
export function withoutLongLinks(args: readonly string[]): readonly string[] | undefined {
  const isLong = (each: string) => isMeant(each) && each.length > MAX_LINK;
  return args.some(isLong) ? args.map((each) => (isLong(each) ? `${LINK_SCHEME}:` : each)) : undefined;
}
