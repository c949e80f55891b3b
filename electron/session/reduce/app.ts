import type { AccountId } from '../../contract/catalog.ts';
import { filterBook, keep, own, put } from '../records.ts';
import { merge, without, type ReducersOf } from './ground.ts';
import { withRestored } from './groups.ts';

export const appReducers: ReducersOf<
  'hostnames-changed' | 'settings-changed' | 'problem-raised' | 'problem-healed' | 'online' | 'restored'
> = {
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
    const { accounts, projects, resources, wishes, places, settings, hostnames, favourites, recent, profiles, marks } =
      saved;
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
      favourites: put(state.favourites, Object.entries(favourites)),
      recent: put(state.recent, Object.entries(recent)),
      profiles: put(state.profiles, Object.entries(profiles)),
      marks: put(state.marks, Object.entries(marks)),
      settings: keep(state.settings, settings),
      hostnames: keep(state.hostnames, { ...state.hostnames, ...hostnames }),
    });
    return withRestored(restored, wishes);
  },
};
