import { toProblem } from '../../contract/failure.ts';
import { own } from '../records.ts';
import type { Ground, TableOf } from './table.ts';

export type SignInRequest = {
  readonly token: string;
  /** As typed; empty means Northflank's own. */
  readonly host: string;
  readonly teamId?: string;
  /** PEM text. */
  readonly ca?: string;
};

export type AccountDeeds = {
  /** Proves the token, keeps it and dispatches `account-added`; how the attempt goes is told here, by the caller. */
  readonly signIn: (request: SignInRequest) => Promise<void>;
  /** Erases the account's secrets; the caller then takes it out of the state. */
  readonly signOut: (accountId: string) => Promise<void>;
  readonly refresh: () => Promise<void> | void;
};

export function accountCommands(
  { dispatch, read }: Ground,
  deeds: AccountDeeds,
): TableOf<'account.sign-in' | 'account.sign-out' | 'catalog.refresh'> {
  return {
    'account.sign-in': async ({ token, host, teamId, ca }) => {
      dispatch({ type: 'sign-in', signIn: { state: 'checking' } });
      try {
        await deeds.signIn({ token, host, ...(teamId !== undefined && { teamId }), ...(ca !== undefined && { ca }) });
      } catch (error) {
        dispatch({ type: 'sign-in', signIn: { state: 'failed', problem: toProblem(error, 'account.sign-in') } });
        throw error;
      }
      dispatch({ type: 'sign-in', signIn: { state: 'idle' } });
    },

    // Secrets first: an account that is no longer shown must not leave a token behind.
    'account.sign-out': async ({ id }) => {
      if (!own(read().accounts, id)) return;
      await deeds.signOut(id);
      dispatch({ type: 'account-removed', id });
    },

    'catalog.refresh': () => deeds.refresh(),
  };
}
