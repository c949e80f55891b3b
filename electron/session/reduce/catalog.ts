import {
  projectKey,
  type AccountId,
  type Project,
  type ProjectKey,
  type Resource,
  type ResourceKey,
} from '../../contract/catalog.ts';
import type { Forward } from '../../contract/forward.ts';
import { resourcesOf, type SessionState } from '../../contract/session.ts';
import { filterBook, own, put, type Book } from '../records.ts';
import type { SavedCatalog } from '../saved-catalog.ts';
import { merge, withAccount, without, type ReducersOf } from './ground.ts';

/** A list says nothing of a project but its name. */
const withName = (known: Project | undefined, { name, description, ...listed }: Project): Project => ({
  ...listed,
  ...(known && without(known, 'description')),
  name,
  ...(description !== undefined && { description }),
});

/**
 * What a list says, together with what the resource's own answer said before. Lists do not know of a pause and keep the
 * status of before; so one that was seen stays until the resource itself says otherwise.
 */
function withDetails(known: Resource | undefined, listed: Resource): Resource {
  if (known?.readAt === undefined) return known?.problem ? { ...listed, problem: known.problem } : listed;
  const {
    key: _key,
    name: _name,
    state: _state,
    detail: _detail,
    type: _type,
    tags: _tags,
    description: _,
    ...details
  } = known;
  const isService = known.target.kind === 'service' && known.type !== 'build';
  if (isService && known.state === 'paused') return { ...details, ...listed, state: 'paused', detail: known.detail };
  if (isService && known.instances === 0) return { ...details, ...listed, state: 'stopped' };
  return { ...details, ...listed };
}

const keyed = <T extends { readonly key: string }>(list: readonly T[]) => list.map((each) => [each.key, each] as const);

/** A wished forward outlives its resource: the platform may bring it back, and the user asked for it. */
function dropResources(state: SessionState, gone: ReadonlySet<ResourceKey>): SessionState {
  if (gone.size === 0) return state;
  return merge(state, {
    resources: filterBook(state.resources, (_, key) => !gone.has(key)),
    instances: filterBook(state.instances, (_, key) => !gone.has(key)),
    forwards: filterBook(state.forwards, ({ id, wish, status }) => !gone.has(id) || wish.on || status.kind !== 'off'),
  });
}

function keysWhere(book: Book<Resource>, isGone: (resource: Resource) => boolean): ReadonlySet<ResourceKey> {
  return new Set(Object.values(book).flatMap((each) => (isGone(each) ? [each.key] : [])));
}

/** Forwards of what the whole catalogue does not have; of a project that could not be read nobody knows. */
function strays({ forwards, resources, projects }: SessionState, accountId: AccountId): ReadonlySet<ResourceKey> {
  const isStray = ({ id, target }: Forward) =>
    target.accountId === accountId &&
    !own(resources, id) &&
    !own(projects, projectKey(accountId, target.teamId, target.projectId))?.problem;
  return new Set(Object.values(forwards).flatMap((each) => (isStray(each) ? [each.id] : [])));
}

/** With what the last run knew of the accounts that are here. */
export function withCatalog(state: SessionState, { projects, resources, readAt }: SavedCatalog): SessionState {
  const isKnown = (id: AccountId) => own(state.accounts, id) !== undefined;
  const accounts = Object.values(state.accounts).flatMap((account) => {
    const at = own(readAt, account.id);
    return at === undefined ? [] : [[account.id, { ...account, catalog: { ...account.catalog, readAt: at } }] as const];
  });
  return merge(state, {
    accounts: put(state.accounts, accounts),
    projects: put(
      state.projects,
      Object.entries(projects).filter(([, project]) => isKnown(project.accountId)),
    ),
    resources: put(
      state.resources,
      Object.entries(resources).filter(([, resource]) => isKnown(resource.target.accountId)),
    ),
  });
}

export const catalogReducers: ReducersOf<
  | 'catalog-loading'
  | 'projects-listed'
  | 'project-read'
  | 'resource-read'
  | 'resource-unread'
  | 'instances-read'
  | 'budget-read'
  | 'catalog-loaded'
  | 'catalog-failed'
> = {
  'catalog-loading': (state, { accountId }) =>
    withAccount(state, accountId, (account) => ({
      ...account,
      catalog: { ...without(account.catalog, 'problem'), state: 'loading' },
    })),

  'projects-listed': (state, { accountId, projects }) =>
    own(state.accounts, accountId)
      ? merge(state, {
          projects: put(
            state.projects,
            projects.map((project) => [project.key, withName(own(state.projects, project.key), project)]),
          ),
        })
      : state,

  'project-read': (state, { accountId, project, resources, named, whole }) => {
    if (!own(state.accounts, accountId)) return state;
    const listed = resources.map((each) => [each.key, withDetails(own(state.resources, each.key), each)] as const);
    const unlisted = named.map((each) => [each.key, own(state.resources, each.key) ?? each] as const);
    const there = new Set([...resources, ...named].map((each) => each.key));
    const isGone = ({ key, target }: Resource) => whole.includes(target.kind) && !there.has(key);
    const gone = new Set(resourcesOf(state, project.key).flatMap((each) => (isGone(each) ? [each.key] : [])));
    const next = merge(state, {
      projects: put(state.projects, [[project.key, project]]),
      resources: put(state.resources, [...listed, ...unlisted]),
    });
    return dropResources(next, gone);
  },

  'resource-read': (state, { resource }) =>
    own(state.projects, resource.projectKey)
      ? merge(state, { resources: put(state.resources, [[resource.key, resource]]) })
      : state,

  'resource-unread': (state, { key, problem }) => {
    const known = own(state.resources, key);
    return known ? merge(state, { resources: put(state.resources, [[key, { ...known, problem }]]) }) : state;
  },

  'instances-read': (state, { key, instances }) => {
    const known = own(state.instances, key);
    const list = instances.problem ? (known?.list ?? []) : instances.list;
    return own(state.resources, key) || own(state.forwards, key)
      ? merge(state, { instances: put(state.instances, [[key, { ...instances, list }]]) })
      : state;
  },

  'budget-read': (state, { accountId, budget }) => withAccount(state, accountId, (account) => ({ ...account, budget })),

  'catalog-loaded': (state, { accountId, projects, resources, readAt }) => {
    if (!own(state.accounts, accountId)) return state;
    const there = new Set<ProjectKey>(projects.map((project) => project.key));
    const given = resources && new Set<ResourceKey>(resources.map((resource) => resource.key));
    const next = merge(state, {
      projects: put(
        filterBook(state.projects, (each) => each.accountId !== accountId || there.has(each.key)),
        keyed(projects),
      ),
      resources: put(state.resources, keyed(resources ?? [])),
    });
    const isGone = ({ key, projectKey: of, target }: Resource) =>
      target.accountId === accountId && (given ? !given.has(key) : !there.has(of));
    const left = dropResources(next, keysWhere(next.resources, isGone));
    return withAccount(dropResources(left, strays(left, accountId)), accountId, (account) => ({
      ...account,
      catalog: { state: 'fresh', readAt },
    }));
  },

  'catalog-failed': (state, { accountId, problem }) =>
    withAccount(state, accountId, (account) => {
      const shown = Object.values(state.projects).some((project) => project.accountId === accountId);
      return {
        ...account,
        catalog: {
          ...without(account.catalog, 'problem'),
          state: shown ? 'stale' : 'empty',
          ...(problem && { problem }),
        },
      };
    }),
};
