import { own } from '../records.ts';
import type { Ground, TableOf } from './table.ts';

export type AccountDeeds = {
  /** Erases the account's secrets; the caller then takes it out of the state. */
  readonly signOut: (accountId: string) => Promise<void>;
};

export function accountCommands({ dispatch, read }: Ground, deeds: AccountDeeds): TableOf<'account.sign-out'> {
  return {
    // Secrets first: an account that is no longer shown must not leave a token behind.
    'account.sign-out': async ({ id }) => {
      if (!own(read().accounts, id)) return;
      await deeds.signOut(id);
      dispatch({ type: 'account-removed', id });
    },
  };
}
