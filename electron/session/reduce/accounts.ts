import { filterBook, keep, own, put } from '../records.ts';
import { merge, withAccount, without, withoutEndedTraffic, type ReducersOf } from './ground.ts';

export const accountsReducers: ReducersOf<
  'account-added' | 'account-changed' | 'account-removed' | 'sign-in' | 'cli-logins' | 'key-store'
> = {
  'account-added': (state, { account }) => {
    const known = own(state.accounts, account.id);
    const next = known ? { ...account, catalog: known.catalog } : account;
    return merge(state, { accounts: put(state.accounts, [[account.id, next]]) });
  },

  'account-changed': (state, { id, change }) =>
    withAccount(state, id, (account) => ({ ...(change.state ? without(account, 'problem') : account), ...change, id })),

  'account-removed': (state, { id }) => {
    const isOther = (key: string) => !key.startsWith(`${id}/`);
    const next = merge(state, {
      accounts: filterBook(state.accounts, (_, key) => key !== id),
      projects: filterBook(state.projects, (project) => project.accountId !== id),
      resources: filterBook(state.resources, (resource) => resource.target.accountId !== id),
      instances: filterBook(state.instances, (_, key) => isOther(key)),
      forwards: filterBook(state.forwards, (forward) => forward.target.accountId !== id),
      kit: filterBook(state.kit, (_, key) => isOther(key)),
      activity: filterBook(
        state.activity,
        ({ account, forward }) => account !== id && (forward === undefined || isOther(forward)),
      ),
      served: filterBook(state.served, (_, key) => isOther(key)),
      recent: filterBook(state.recent, (_, key) => isOther(key)),
      restorable: keep(state.restorable, state.restorable.filter(isOther)),
      heldBack: keep(state.heldBack, state.heldBack.filter(isOther)),
    });
    return withoutEndedTraffic(next);
  },

  'sign-in': (state, { signIn }) => merge(state, { signIn: keep(state.signIn, signIn) }),

  'cli-logins': (state, { logins }) => merge(state, { cliLogins: keep(state.cliLogins, logins) }),

  'key-store': (state, { keyStore }) => merge(state, { keyStore: keep(state.keyStore, keyStore) }),
};
