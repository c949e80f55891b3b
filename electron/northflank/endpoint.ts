import type { RemotePort, Target } from '../contract/catalog.ts';
import { Failure } from '../contract/failure.ts';
import type { ForwardId, Wish } from '../contract/forward.ts';
import { AddonInfo, AddonInstance, read, readItems, ServiceInfo, ServiceInstance } from './answers.ts';
import type { Api } from './api.ts';
import { compact } from './compact.ts';
import { malformed } from './faults.ts';
import { forwardingInfoPath, tunnelPath } from './paths.ts';
import { readPorts } from './resource.ts';

// These types have the shape of the engine's, which this room may not import; `main.ts` joins them and the compiler compares.
type WishedForward = { readonly id: ForwardId; readonly target: Target; readonly wish: Wish };
type Endpoint = { readonly instance: string; readonly url: string };
type TunnelPlan = {
  readonly port: RemotePort;
  readonly instance?: string;
  readonly hostnames: readonly string[];
  readonly rewrite?: { readonly names: readonly string[]; readonly to: string };
  readonly speaks?: 'postgresql' | 'redis' | 'mysql' | 'http';
  readonly endpoints: readonly Endpoint[];
};
type Route = { readonly plans: readonly TunnelPlan[] };
type OnInstances = (names: readonly string[]) => void;
type Question = { readonly forward: WishedForward; readonly onInstances?: OnInstances | undefined };

/** More than any workload has: an answer decides how much is opened here and remembered, so it is bounded. */
const MAX_INSTANCES = 100;
const MAX_PLANS = 500;

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const HOSTNAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*$`, 'i');

/** A name that may stand in a hosts file. */
const isHostname = (name: string) => HOSTNAME.test(name);

/** Ends of names that nobody but a cluster answers for. */
const CLUSTER = /\.(?:addon\.code\.run|svc\.cluster\.local)$/i;

/** An addon's name comes from the far side as a whole: what is no cluster's name has to be one of this addon, as `db-0.db--x`. */
const isOfAddon = (name: string, id: string) =>
  CLUSTER.test(name) || name.split('.').some((label) => `${label}-`.toLowerCase().startsWith(`${id}-`.toLowerCase()));

/** `wss://host[:port]`, always TLS. The gateway gets the token, so anything but a plain name and port is refused. */
function gatewayOrigin(targetDomain: string, host: string): string {
  const [, name = '', port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(targetDomain) ?? [];
  const isPort = port === undefined || (Number(port) > 0 && Number(port) <= 65_535);
  if (!isHostname(name) || !isPort) throw malformed(host);
  return `wss://${targetDomain}`;
}

const noPorts = (name: string) => new Failure('no-ports', { args: { name } });
/** The platform starts instances by itself, so waiting helps. */
const noInstance = (name: string) => new Failure('no-instance', { args: { name }, retriable: true });

const ADDON_NAMES = new Map<string | undefined, TunnelPlan['speaks']>([
  ['postgres', 'postgresql'],
  ['postgresql', 'postgresql'],
  ['redis', 'redis'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
]);
const ADDON_PORTS = new Map<number, TunnelPlan['speaks']>([
  [5432, 'postgresql'],
  [6379, 'redis'],
  [3306, 'mysql'],
]);

/** The forwarding information does not name the addon's type, so its ports tell: by name, else by the type's usual number. */
function addonSpeaks({ number, name, protocol }: RemotePort): TunnelPlan['speaks'] {
  return protocol === 'TCP' ? (ADDON_NAMES.get(name?.toLowerCase()) ?? ADDON_PORTS.get(number)) : undefined;
}

function wishedPorts(ports: readonly unknown[], { ports: only }: Wish): RemotePort[] {
  return readPorts(ports).filter(({ number }) => only === undefined || only.includes(number));
}

/** The pinned instance alone, or all; an instance that is not there is named. */
function wishedInstances<T extends { readonly podName: string }>(
  found: readonly T[],
  { forward: { target, wish }, onInstances }: Question,
): T[] {
  onInstances?.(found.slice(0, MAX_INSTANCES).map(({ podName }) => podName));
  const pinned = wish.instance;
  const left = found.filter(({ podName }) => pinned === undefined || podName === pinned);
  if (left.length > 0) return left.slice(0, MAX_INSTANCES);
  throw noInstance(pinned === undefined ? target.resourceId : `Instance ${pinned} of ${target.resourceId}`);
}

/**
 * Any instance serves any port, so all are given. Host names are those that the official client writes: the full name, the
 * service's, the port's; for a pinned instance each below its own name. Only plain HTTP ports need the Host header changed.
 */
function servicePlans(question: Question, info: unknown, host: string): TunnelPlan[] {
  const { target, wish } = question.forward;
  const { targetDomain, namespace, instances, ports } = read(ServiceInfo, info, host);
  const origin = gatewayOrigin(targetDomain, host);
  const pods = wishedInstances(readItems(ServiceInstance, instances), question);
  const pinned = wish.instance;
  const prefix = pinned === undefined ? '' : `${pinned}.`;
  const short = prefix + target.resourceId;
  const full = namespace === undefined ? undefined : `${short}.${namespace}.svc.cluster.local`;
  return wishedPorts(ports, wish).map((port) => {
    const names = [short, ...(port.name ? [`${prefix}${port.name}.${target.resourceId}`] : [])];
    return compact({
      port,
      instance: pinned,
      hostnames: [...(full === undefined ? [] : [full]), ...names].filter(isHostname),
      rewrite: port.protocol === 'HTTP' && full !== undefined && isHostname(full) ? { names, to: full } : undefined,
      speaks: port.protocol === 'HTTP' ? ('http' as const) : undefined,
      endpoints: pods.map(({ podName }) => ({
        instance: podName,
        url: origin + tunnelPath(target, podName, port.number, pinned !== undefined),
      })),
    });
  });
}

/** The instances of an addon differ (primary, replicas), so each has plans of its own. */
function addonPlans(question: Question, info: unknown, host: string): TunnelPlan[] {
  const { target, wish } = question.forward;
  const { targetDomain, instances } = read(AddonInfo, info, host);
  const origin = gatewayOrigin(targetDomain, host);
  const found = readItems(AddonInstance, instances);
  return wishedInstances(found, question).flatMap(({ podName, internalHostname, ports }) =>
    wishedPorts(ports, wish).map((port) =>
      compact({
        port,
        instance: found.length > 1 || wish.instance !== undefined ? podName : undefined,
        hostnames: [internalHostname ?? ''].filter((name) => isHostname(name) && isOfAddon(name, target.resourceId)),
        speaks: addonSpeaks(port),
        endpoints: [{ instance: podName, url: origin + tunnelPath(target, podName, port.number, false) }],
      }),
    ),
  );
}

/** What there is to reach for one forward, asked anew. Rejects with a `Failure`; without an instance or a port it has a code. */
async function resolveForward(api: Api, question: Question, signal: AbortSignal): Promise<Route> {
  const { target } = question.forward;
  const { body } = await api.get(forwardingInfoPath(target), { signal, name: target.resourceId });
  const plans = (target.kind === 'service' ? servicePlans : addonPlans)(question, body, api.host);
  if (plans.length === 0) throw noPorts(target.resourceId);
  return { plans: plans.slice(0, MAX_PLANS) };
}

/** `apiOf` gives the connection to the account's platform and rejects or throws a `Failure` where nobody is signed in. */
export function createResolver({ apiOf }: { readonly apiOf: (accountId: string) => Api | Promise<Api> }) {
  return async (forward: WishedForward, signal: AbortSignal, onInstances?: OnInstances): Promise<Route> =>
    resolveForward(await apiOf(forward.target.accountId), { forward, onInstances }, signal);
}
