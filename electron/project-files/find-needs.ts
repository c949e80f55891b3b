import type { Project, ProjectKey, Resource, ResourceKey } from '../contract/catalog.ts';
import type { Forward, ForwardId } from '../contract/forward.ts';
import type { Need } from '../contract/proposal.ts';

/** What is known of the platform; the whole state is one. */
export type Known = {
  readonly projects: Readonly<Record<ProjectKey, Project>>;
  readonly resources: Readonly<Record<ResourceKey, Resource>>;
  readonly forwards: Readonly<Record<ForwardId, Forward>>;
};

/** A host as a line names it. */
type Mention = { readonly host: string; readonly port?: number; readonly isHost: boolean; readonly line: number };
type Match = { readonly id: ResourceKey; readonly line: number; readonly isCertain: boolean };

/** More hosts than this in one file are no configuration. */
const MOST_MENTIONS = 5000;
const MOST_LINE = 8192;

/** A name with an optional port, that no letter of a longer word goes on from. */
const HOST =
  /(?<![\w.-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::(\d{1,5}))?(?![\w-])/gi;
/** `KEY=value`, `KEY: value`, `- KEY=value`, `export KEY=value`. */
const VARIABLE = /^\s*(?:-\s+)?["']?(?:export\s+)?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*["']?([^"'\s#]+)["']?\s*(?:#.*)?$/;
const HOST_VARIABLE = /(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT|URL|URI|BROKERS?|NODES?)S?$/i;

/** Hosts of one line. What stands before an @ is a name and a password, and is not looked at. */
function mentionsOf(row: string, line: number): readonly Mention[] {
  const bare = row.replaceAll(/:\/\/[^\s"'/?#]*@/g, '://');
  const [, name = '', value = ''] = VARIABLE.exec(bare) ?? [];
  const whole = HOST_VARIABLE.test(name) ? value.toLowerCase() : undefined;
  return [...bare.matchAll(HOST)].map(({ 1: host = '', 2: port, index }) => ({
    host: host.toLowerCase(),
    ...(port !== undefined && { port: Number(port) }),
    isHost: bare.slice(0, index).endsWith('://') || host.toLowerCase() === whole,
    line,
  }));
}

/** `service.namespace.svc.cluster.local` with or without what stands around it. */
function clusterName(host: string): { readonly service: string; readonly namespace: string } | undefined {
  const labels = host.split('.');
  const at = labels.indexOf('svc');
  const service = labels[at - 2];
  const namespace = labels[at - 1];
  return at >= 2 && service && namespace ? { service, namespace } : undefined;
}

/** `primary.orders-db--k2xq.addon.code.run` → orders-db */
function addonName(host: string): string | undefined {
  const labels = host.split('.');
  const at = labels.indexOf('addon');
  const [id, hash] = (at > 0 ? (labels[at - 1] ?? '') : '').split(/--(?=[^-]+$)/);
  return id && hash ? id : undefined;
}

type Index = {
  readonly byHostname: ReadonlyMap<string, readonly ResourceKey[]>;
  readonly services: ReadonlyMap<string, readonly Resource[]>;
  readonly addons: ReadonlyMap<string, readonly Resource[]>;
};

function indexOf({ resources, forwards }: Known): Index {
  const add = <T>(map: Map<string, T[]>, key: string, value: T) => map.set(key, [...(map.get(key) ?? []), value]);
  const byHostname = new Map<string, ResourceKey[]>();
  const services = new Map<string, Resource[]>();
  const addons = new Map<string, Resource[]>();
  for (const resource of Object.values(resources)) {
    if (resource.type === 'build') continue;
    add(resource.target.kind === 'addon' ? addons : services, resource.target.resourceId.toLowerCase(), resource);
  }
  for (const { id, tunnels } of Object.values(forwards)) {
    const names = new Set(Object.values(tunnels).flatMap((tunnel) => tunnel.hostnames));
    for (const name of names) if (name.includes('.')) add(byHostname, name.toLowerCase(), id);
  }
  return { byHostname, services, addons };
}

const hasPort = (resource: Resource, port: number) =>
  resource.ports === undefined || resource.ports.some(({ number }) => number === port);

function matchesOf(mention: Mention, { projects }: Known, index: Index): readonly Match[] {
  const { host, port, isHost, line } = mention;
  const all = (resources: readonly Resource[] = [], isCertain = true): readonly Match[] =>
    resources.map(({ key }) => ({ id: key, line, isCertain }));
  const known = index.byHostname.get(host);
  if (known) return known.map((id) => ({ id, line, isCertain: true }));
  const cluster = clusterName(host);
  if (cluster) {
    const found = index.services.get(cluster.service) ?? [];
    const inNamespace = found.filter(({ projectKey }) => projects[projectKey]?.namespace === cluster.namespace);
    return inNamespace.length > 0 ? all(inNamespace) : all(found, false);
  }
  const addon = addonName(host);
  if (addon !== undefined) return all(index.addons.get(addon));
  if (port !== undefined) return all((index.services.get(host) ?? []).filter((each) => hasPort(each, port)));
  return isHost ? all([...(index.services.get(host) ?? []), ...(index.addons.get(host) ?? [])]) : [];
}

/** Where one name means several resources, those of the project that the rest of the file speaks of. */
function settle(groups: readonly (readonly Match[])[], { resources }: Known): readonly Need[] {
  const votes = new Map<string, number>();
  const projectOf = ({ id }: Match) => resources[id]?.projectKey ?? id.split('/').slice(0, 3).join('/');
  for (const group of groups) {
    if (group.length === 1 && group[0]?.isCertain)
      votes.set(projectOf(group[0]), (votes.get(projectOf(group[0])) ?? 0) + 1);
  }
  const needs = new Map<ForwardId, Need>();
  for (const group of groups) {
    const best = Math.max(0, ...group.map((each) => votes.get(projectOf(each)) ?? 0));
    const leaders = group.filter((each) => best > 0 && votes.get(projectOf(each)) === best);
    for (const match of group) {
      const isSure = match.isCertain && (group.length === 1 || (leaders.length === 1 && leaders[0] === match));
      const before = needs.get(match.id);
      if (!before) needs.set(match.id, { id: match.id, line: match.line, isSure });
      else if (isSure && !before.isSure) needs.set(match.id, { ...before, isSure });
    }
  }
  return [...needs.values()];
}

/**
 * Which forwards an `.env`, a compose file or any other text of settings needs: by cluster names, hosts of addons,
 * `service:port`, and ids where a host is expected. Of the text nothing but line numbers is in the answer.
 */
export function findNeeds(text: string, known: Known): readonly Need[] {
  const index = indexOf(known);
  const groups: (readonly Match[])[] = [];
  let seen = 0;
  for (const [at, row] of text.split(/\r?\n/).entries()) {
    if (/^\s*#/.test(row)) continue;
    for (const mention of mentionsOf(row.slice(0, MOST_LINE), at + 1)) {
      seen += 1;
      if (seen > MOST_MENTIONS) return settle(groups, known);
      const matches = matchesOf(mention, known, index);
      if (matches.length > 0) groups.push(matches);
    }
  }
  return settle(groups, known);
}
