import type { ActivityBook } from './activity.ts';
import type { Account, AccountId, Instances, Project, ProjectKey, Resource, ResourceKey } from './catalog.ts';
import { noControl, type Control } from './control.ts';
import { unknownDesktop, type Desktop } from './desktop.ts';
import { noDoctor, noReport, type Doctor, type Report } from './doctor.ts';
import type { Forward, ForwardId, LocalAddress, Traffic, Tunnel, TunnelId } from './forward.ts';
import { noGroups, type Groups } from './groups.ts';
import { noHostnames, type Hostnames } from './hostnames.ts';
import { type Inspected, type Inspector, noInspector } from './inspector.ts';
import type { KeyStore } from './key-store.ts';
import type { KitStatus } from './kit.ts';
import type { KitOpener } from './kit-formats.ts';
import type { Problem } from './problem.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { noCliLogins, type CliLogins, type SignIn } from './sign-in.ts';
import { needsAttention, summarise } from './status.ts';

/** A loopback address that stays with its target over restarts. Key: forward id, or `<forwardId>@<instance>`. */
export type PlaceBook = Readonly<Record<string, string>>;

/**
 * The truth of the app, held in main and mirrored to the window. Plain readonly data without secrets: no class, function,
 * Date or token ever stands in it.
 */
export type SessionState = Groups & {
  readonly accounts: Readonly<Record<AccountId, Account>>;
  readonly projects: Readonly<Record<ProjectKey, Project>>;
  readonly resources: Readonly<Record<ResourceKey, Resource>>;
  /** Only of those that somebody looked at. */
  readonly instances: Readonly<Record<ResourceKey, Instances>>;
  readonly forwards: Readonly<Record<ForwardId, Forward>>;
  readonly traffic: Readonly<Record<TunnelId, Traffic>>;
  readonly places: PlaceBook;
  /** Where the TCP ports of a forward were when it was last open. */
  readonly served: Readonly<Record<ForwardId, readonly LocalAddress[]>>;
  readonly hostnames: Hostnames;
  /** App-wide problems by a key of their own; those of a forward or account stand there. */
  readonly problems: Readonly<Record<string, Problem>>;
  readonly online: boolean;
  /** A sign-in under way, or the reason why the last one failed. */
  readonly signIn: SignIn;
  readonly cliLogins: CliLogins;
  readonly keyStore: KeyStore;
  readonly settings: Settings;
  /** What has happened in this run, oldest first. Never saved. */
  readonly activity: ActivityBook;
  readonly desktop: Desktop;
  /** How reading credentials goes; an entry only while it is read, or after that failed. */
  readonly kit: Readonly<Record<ForwardId, KitStatus>>;
  readonly inspector: Inspector;
  /** Requests of the watched forward by id, without their secrets. Never saved. */
  readonly requests: Readonly<Record<string, Inspected>>;
  /** Programs on this computer that a port can be opened with. */
  readonly openers: readonly KitOpener[];
  /** Programs that steer the app, or want to. */
  readonly control: Control;
  readonly doctor: Doctor;
  readonly report: Report;
};

/** All but what changes several times a second. */
export type CalmState = Omit<SessionState, 'traffic'>;

export const emptySession: SessionState = {
  ...noGroups,
  accounts: {},
  projects: {},
  resources: {},
  instances: {},
  forwards: {},
  traffic: {},
  places: {},
  served: {},
  hostnames: noHostnames,
  problems: {},
  online: true,
  signIn: { state: 'idle' },
  cliLogins: noCliLogins,
  keyStore: { kind: 'unknown' },
  settings: defaultSettings,
  activity: {},
  desktop: unknownDesktop,
  kit: {},
  inspector: noInspector,
  requests: {},
  openers: [],
  control: noControl,
  doctor: noDoctor,
  report: noReport,
};

export type Standing = {
  /** Forwards of which every port is open. */
  readonly live: number;
  readonly wished: number;
  readonly troubled: number;
};

type Totals = Standing & { readonly rateIn: number; readonly rateOut: number; readonly connections: number };

export function standing({ forwards }: Pick<SessionState, 'forwards'>): Standing {
  let live = 0;
  let wished = 0;
  let troubled = 0;
  for (const forward of Object.values(forwards)) {
    if (summarise(forward) === 'live') live += 1;
    if (forward.wish.on) wished += 1;
    if (needsAttention(forward)) troubled += 1;
  }
  return { live, wished, troubled };
}

export function totalRates({ traffic }: Pick<SessionState, 'traffic'>): Omit<Totals, keyof Standing> {
  let rateIn = 0;
  let rateOut = 0;
  let connections = 0;
  for (const sample of Object.values(traffic)) {
    rateIn += sample.rateIn;
    rateOut += sample.rateOut;
    connections += sample.connections;
  }
  return { rateIn, rateOut, connections };
}

/** What the status bar, the tray's first line and the tray icon show. */
export const totals = (state: SessionState): Totals => ({ ...standing(state), ...totalRates(state) });

/** Those that were on when all were paused. */
export function pausedIds(state: Pick<SessionState, 'forwards'>): ForwardId[] {
  return Object.values(state.forwards).flatMap(({ id, wish }) => (wish.paused ? [id] : []));
}

/** What quitting would cut off. */
export function forwardsInUse(state: SessionState): { readonly forwards: number; readonly connections: number } {
  let connections = 0;
  const forwards = Object.values(state.forwards).filter((forward) => {
    const open = Object.keys(forward.tunnels).reduce((sum, id) => sum + (state.traffic[id]?.connections ?? 0), 0);
    connections += open;
    return open > 0;
  });
  return { forwards: forwards.length, connections };
}

/** The tunnel of this id, wherever its forward stands. */
export function findTunnel(state: SessionState, id: TunnelId): Tunnel | undefined {
  const forward = Object.values(state.forwards).find((each) => Object.hasOwn(each.tunnels, id));
  return forward?.tunnels[id];
}

/** Where programs on this computer reach the tunnel, while a local port is bound. */
export function addressOf(tunnel: Tunnel): LocalAddress | undefined {
  return 'address' in tunnel.status ? tunnel.status.address : undefined;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const byName = (a: { readonly name: string }, b: { readonly name: string }) => collator.compare(a.name, b.name);

export function projectsOf(state: SessionState, accountId: AccountId): Project[] {
  return Object.values(state.projects)
    .filter((project) => project.accountId === accountId)
    .sort(byName);
}

type Shelf = { readonly all: Resource[]; sorted?: readonly Resource[] };
type Shelves = ReadonlyMap<ProjectKey, Shelf>;
const shelves = new WeakMap<SessionState['resources'], Shelves>();
/** Most changes are to one project; sorting is what takes long. */
let lastShelves: Shelves = new Map();

const sameItems = (a: readonly Resource[], b: readonly Resource[]) =>
  a.length === b.length && a.every((each, index) => each === b[index]);

/** Made once for each record, so that asking for every project costs no more than asking for one. */
function shelvesOf(resources: SessionState['resources']): Shelves {
  const known = shelves.get(resources);
  if (known) return known;
  const made = new Map<ProjectKey, Shelf>();
  for (const resource of Object.values(resources)) {
    const shelf = made.get(resource.projectKey);
    if (shelf) shelf.all.push(resource);
    else made.set(resource.projectKey, { all: [resource] });
  }
  for (const [key, shelf] of made) {
    const before = lastShelves.get(key);
    if (before && sameItems(before.all, shelf.all)) made.set(key, before);
  }
  shelves.set(resources, made);
  lastShelves = made;
  return made;
}

const none: readonly Resource[] = [];
const kindRank = ({ target }: Resource) => (target.kind === 'service' ? 0 : 1);

/** Services first, then addons, each by name; the same array while no resource changes. */
export function resourcesOf({ resources }: Pick<SessionState, 'resources'>, key: ProjectKey): readonly Resource[] {
  const shelf = shelvesOf(resources).get(key);
  if (!shelf) return none;
  shelf.sorted ??= shelf.all.toSorted((a, b) => kindRank(a) - kindRank(b) || byName(a, b));
  return shelf.sorted;
}
