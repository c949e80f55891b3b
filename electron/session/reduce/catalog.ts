import type { SessionState } from '../../contract/session.ts';
import type { CatalogPart } from '../actions.ts';
import { filterBook, own, put } from '../records.ts';
import { merge, withAccount, without, type ReducersOf } from './ground.ts';

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

export const catalogReducers: ReducersOf<'catalog-loading' | 'catalog-part' | 'catalog-loaded' | 'catalog-failed'> = {
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
};
