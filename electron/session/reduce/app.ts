import { filterBook, keep, put } from '../records.ts';
import { merge, without, type ReducersOf } from './ground.ts';
import { emptyCatalog } from '../saved-catalog.ts';
import { withCatalog } from './catalog.ts';
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

  restored: (state, { saved, catalog = emptyCatalog }) => {
    const { accounts, wishes, places, served, settings, hostnames, favourites, recent, profiles, marks } = saved;
    const restored = merge(state, {
      accounts: put(
        state.accounts,
        Object.values(accounts).map((account) => [
          account.id,
          { ...account, state: 'checking', catalog: { state: 'stale' } },
        ]),
      ),
      places: put(state.places, Object.entries(places)),
      served: put(state.served, Object.entries(served)),
      favourites: put(state.favourites, Object.entries(favourites)),
      recent: put(state.recent, Object.entries(recent)),
      profiles: put(state.profiles, Object.entries(profiles)),
      marks: put(state.marks, Object.entries(marks)),
      settings: keep(state.settings, settings),
      hostnames: keep(state.hostnames, { ...state.hostnames, ...hostnames }),
    });
    // Whether a wish comes back by itself may depend on the names and tags of what it is for.
    return withRestored(withCatalog(restored, catalog), wishes);
  },
};
