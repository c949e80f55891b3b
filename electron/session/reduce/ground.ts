import type { Account, AccountId } from '../../contract/catalog.ts';
import type { TunnelId } from '../../contract/forward.ts';
import type { SessionState } from '../../contract/session.ts';
import type { Action, ActionOf } from '../actions.ts';
import { filterBook, own, put } from '../records.ts';

export type Reducers = { readonly [T in Action['type']]: (state: SessionState, action: ActionOf<T>) => SessionState };
/** One topic's part of them; `reducer.ts` does not compile while an action has none. */
export type ReducersOf<T extends Action['type']> = Pick<Reducers, T>;

/** The state with these fields; the same state when all of them are what they were. */
export function merge(state: SessionState, change: Partial<SessionState>): SessionState {
  const fields = Object.entries(change) as [keyof SessionState, unknown][];
  return fields.every(([field, value]) => state[field] === value) ? state : { ...state, ...change };
}

export const without = <T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = value;
  return rest;
};

export function withAccount(state: SessionState, id: AccountId, change: (account: Account) => Account): SessionState {
  const account = own(state.accounts, id);
  return account ? merge(state, { accounts: put(state.accounts, [[id, change(account)]]) }) : state;
}

export const liveTunnels = (state: SessionState): ReadonlySet<TunnelId> =>
  new Set(Object.values(state.forwards).flatMap((forward) => Object.keys(forward.tunnels)));

/** Without the samples of tunnels that have ended. */
export function withoutEndedTraffic(state: SessionState): SessionState {
  const live = liveTunnels(state);
  return merge(state, { traffic: filterBook(state.traffic, (_, id) => live.has(id)) });
}
