import { parseResourceKey, type Account, type AccountId } from '../contract/catalog.ts';
import {
  makeForward,
  type Forward,
  type ForwardId,
  type Traffic,
  type TunnelId,
  type Wish,
} from '../contract/forward.ts';
import type { SessionState } from '../contract/session.ts';
import type { Action, ActionOf, CatalogPart } from './actions.ts';
import { filterBook, keep, own, put } from './records.ts';

type Reducers = { readonly [T in Action['type']]: (state: SessionState, action: ActionOf<T>) => SessionState };

/** The state with these fields; the same state when all of them are what they were. */
function merge(state: SessionState, change: Partial<SessionState>): SessionState {
  const fields = Object.entries(change) as [keyof SessionState, unknown][];
  return fields.every(([field, value]) => state[field] === value) ? state : { ...state, ...change };
}

function withAccount(state: SessionState, id: AccountId, change: (account: Account) => Account): SessionState {
  const account = own(state.accounts, id);
  return account ? merge(state, { accounts: put(state.accounts, [[id, change(account)]]) }) : state;
}

const without = <T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = value;
  return rest;
};

/** Resources and projects of the part, each the same object as before where it says the same. */
function withPart(state: SessionState, { projects, resources }: CatalogPart): SessionState {
  return merge(state, {
    projects: put(
      state.projects,
      projects.map((project) => [project.key, project]),
    ),
    resources: put(
      state.resources,
      resources.map((resource) => [resource.key, resource]),
    ),
  });
}

function withWishes(state: SessionState, wishes: readonly (readonly [ForwardId, Partial<Wish>])[]): SessionState {
  const changed: [ForwardId, Forward][] = [];
  for (const [id, wish] of wishes) {
    const target = parseResourceKey(id);
    const known = own(state.forwards, id) ?? (target && wish.on ? makeForward(target, id) : undefined);
    if (known) changed.push([id, { ...known, wish: keep(known.wish, { ...known.wish, ...wish }) }]);
  }
  return merge(state, { forwards: put(state.forwards, changed) });
}

const liveTunnels = (state: SessionState): ReadonlySet<TunnelId> =>
  new Set(Object.values(state.forwards).flatMap((forward) => Object.keys(forward.tunnels)));

/** Without the samples of tunnels that have ended. */
function withoutEndedTraffic(state: SessionState): SessionState {
  const live = liveTunnels(state);
  return merge(state, { traffic: filterBook(state.traffic, (_, id) => live.has(id)) });
}

function keepTunnels(known: Forward['tunnels'], next: Forward['tunnels']): Forward['tunnels'] {
  const kept = Object.entries(next).map(([id, tunnel]) => [id, keep(own(known, id), tunnel)] as const);
  return keep(known, Object.fromEntries(kept));
}

function sameKeys(a: object, b: object): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
}

const reducers: Reducers = {
  'account-added': (state, { account }) => {
    const known = own(state.accounts, account.id);
    const next = known ? { ...account, catalog: known.catalog } : account;
    return merge(state, { accounts: put(state.accounts, [[account.id, next]]) });
  },

  'account-changed': (state, { id, change }) =>
    withAccount(state, id, (account) => ({ ...(change.state ? without(account, 'problem') : account), ...change, id })),

  'account-removed': (state, { id }) => {
    const next = merge(state, {
      accounts: filterBook(state.accounts, (_, key) => key !== id),
      projects: filterBook(state.projects, (project) => project.accountId !== id),
      resources: filterBook(state.resources, (resource) => resource.target.accountId !== id),
      forwards: filterBook(state.forwards, (forward) => forward.target.accountId !== id),
    });
    return withoutEndedTraffic(next);
  },

  'sign-in': (state, { signIn }) => merge(state, { signIn: keep(state.signIn, signIn) }),

  'catalog-loading': (state, { accountId }) =>
    withAccount(state, accountId, (account) => ({
      ...account,
      catalog: { ...without(account.catalog, 'problem'), state: 'loading' },
    })),

  'catalog-part': (state, part) => (own(state.accounts, part.accountId) ? withPart(state, part) : state),

  'catalog-loaded': (state, { readAt, ...part }) => {
    if (!own(state.accounts, part.accountId)) return state;
    const projects = new Set(part.projects.map((project) => project.key));
    const resources = new Set(part.resources.map((resource) => resource.key));
    const next = withPart(state, part);
    return withAccount(
      merge(next, {
        projects: filterBook(next.projects, (each) => each.accountId !== part.accountId || projects.has(each.key)),
        resources: filterBook(
          next.resources,
          (each) => each.target.accountId !== part.accountId || resources.has(each.key),
        ),
        // A wished forward outlives its resource: the platform may bring it back, and the user asked for it.
        forwards: filterBook(
          next.forwards,
          (each) =>
            each.target.accountId !== part.accountId ||
            resources.has(each.id) ||
            each.wish.on ||
            each.status.kind !== 'off',
        ),
      }),
      part.accountId,
      (account) => ({ ...account, catalog: { state: 'fresh', readAt } }),
    );
  },

  'catalog-failed': (state, { accountId, problem }) =>
    withAccount(state, accountId, (account) => {
      const shown = Object.values(state.projects).some((project) => project.accountId === accountId);
      return { ...account, catalog: { ...account.catalog, state: shown ? 'stale' : 'empty', problem } };
    }),

  wished: (state, { id, on, ports, instance }) =>
    withWishes(state, [[id, { on, ...(ports && { ports }), ...(instance !== undefined && { instance }) }]]),

  'all-wished': (state, { ids, on }) =>
    withWishes(
      state,
      ids.map((id) => [id, { on }]),
    ),

  observed: (state, { id, status, tunnels }) => {
    const known = own(state.forwards, id);
    if (!known) return state;
    const next: Forward = {
      ...known,
      status: keep(known.status, status),
      tunnels: status.kind === 'off' ? {} : keepTunnels(known.tunnels, tunnels),
    };
    const after = merge(state, { forwards: put(state.forwards, [[id, next]]) });
    return after === state || sameKeys(known.tunnels, next.tunnels) ? after : withoutEndedTraffic(after);
  },

  traffic: (state, { samples }) => {
    const live = liveTunnels(state);
    const set = Object.entries(samples).filter((entry): entry is [TunnelId, Traffic] => {
      const [id, sample] = entry;
      return sample !== undefined && live.has(id);
    });
    const left = filterBook(state.traffic, (_, id) => !Object.hasOwn(samples, id) || samples[id] !== undefined);
    return merge(state, { traffic: put(left, set) });
  },

  placed: (state, { key, host }) => merge(state, { places: put(state.places, [[key, host]]) }),

  'guard-chosen': (state, { id, guard }) => (own(state.forwards, id) ? withWishes(state, [[id, { guard }]]) : state),

  'hostnames-changed': (state, { change }) => {
    const before = change.state ? without(without(state.hostnames, 'problem'), 'how') : state.hostnames;
    return merge(state, { hostnames: keep(state.hostnames, { ...before, ...change }) });
  },

  'settings-changed': (state, { change }) => {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return merge(state, { settings: keep(state.settings, { ...state.settings, ...given }) });
  },

  'problem-raised': (state, { key, problem }) => merge(state, { problems: put(state.problems, [[key, problem]]) }),

  'problem-healed': (state, { key }) =>
    merge(state, { problems: filterBook(state.problems, (_, each) => each !== key) }),

  online: (state, { online }) => merge(state, { online }),

  restored: (state, { saved }) => {
    const { accounts, projects, resources, wishes, places, settings, hostnames } = saved;
    const isKnown = (id: AccountId) => own(accounts, id) !== undefined;
    const restored = merge(state, {
      accounts: put(
        state.accounts,
        Object.values(accounts).map(({ readAt, ...account }) => [
          account.id,
          { ...account, state: 'checking', catalog: { state: 'stale', ...(readAt !== undefined && { readAt }) } },
        ]),
      ),
      projects: put(
        state.projects,
        Object.entries(projects).filter(([, project]) => isKnown(project.accountId)),
      ),
      resources: put(
        state.resources,
        Object.entries(resources).filter(([, resource]) => isKnown(resource.target.accountId)),
      ),
      places: put(state.places, Object.entries(places)),
      settings: keep(state.settings, settings),
      hostnames: keep(state.hostnames, { ...state.hostnames, ...hostnames }),
    });
    const forwards = Object.entries(wishes).flatMap(([id, wish]): [ForwardId, Forward][] => {
      const target = parseResourceKey(id);
      if (!target || !isKnown(target.accountId)) return [];
      return [[id, { ...makeForward(target, id), wish: { ...wish, on: wish.on && settings.reconnectAtLaunch } }]];
    });
    return merge(restored, { forwards: put(restored.forwards, forwards) });
  },
};

/** Pure. Returns the same object where the action says nothing new, and keeps every entry that it does not change. */
export function reduce(state: SessionState, action: Action): SessionState {
  const reducer = reducers[action.type] as (state: SessionState, action: Action) => SessionState;
  return reducer(state, action);
}
