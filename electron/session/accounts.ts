import { backoffMs } from '../base/backoff.ts';
import { sleep } from '../base/sleep.ts';
import type { Account, AccountId } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import type { Dispatch } from './actions.ts';
import type { CatalogLife } from './catalog-life.ts';

/** What opens an account. Holds the token, so it never becomes part of the state. */
export type Login = {
  readonly host: string;
  readonly token: string;
  readonly teamId?: string;
  /** Extra certificate authorities, PEM. */
  readonly ca?: string;
};

export type Proven = Pick<Account, 'id' | 'host' | 'name' | 'scope' | 'expiresAt'>;

export type AccountParts = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  /** Rejects with a `Failure`. */
  readonly prove: (login: Login, signal: AbortSignal) => Promise<Proven>;
  /** What is read with a token that works; `catalog-life.ts`. */
  readonly catalog: Pick<CatalogLife, 'refresh' | 'stop'>;
  readonly secrets: {
    readonly read: (id: AccountId) => Login | undefined;
    readonly write: (id: AccountId, login: Login) => void;
    readonly remove: (id: AccountId) => void;
    readonly persistent: boolean;
  };
  /** The account's token works (again): forwards that wait for it may try. */
  readonly onUsable: (id: AccountId) => void;
};

export type Accounts = ReturnType<typeof createAccounts>;

/** Proving costs one request. */
const PROVE_AGAIN = { firstMs: 5000, capMs: 60_000 };

/** Signs in and out, and proves each account's token; its catalogue follows. One proof per account at a time: a newer one replaces it. */
export function createAccounts({ dispatch, read, prove, catalog, secrets, onUsable }: AccountParts) {
  const running = new Map<AccountId, AbortController>();
  const signingIn = new Set<AbortController>();

  const stop = (id: AccountId, why: string) => {
    running.get(id)?.abort(new Error(why));
    running.delete(id);
    catalog.stop(id);
  };

  /** Proves a known account's token. Returns whether it works, or after what time trying again may help. */
  const turn = async (id: AccountId, attempt: number, signal: AbortSignal): Promise<boolean | number> => {
    const login = secrets.read(id);
    if (!login) {
      dispatch({ type: 'account-changed', id, change: { state: 'rejected', problem: problem('not-signed-in') } });
      return false;
    }
    try {
      const account = await prove(login, signal);
      if (signal.aborted) return false;
      const wasUsable = read().accounts[id]?.state === 'signed-in';
      dispatch({ type: 'account-changed', id, change: { ...account, state: 'signed-in' } });
      if (!wasUsable) onUsable(id);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const trouble = toProblem(error, 'catalogue');
      dispatch({ type: 'catalog-failed', accountId: id, problem: trouble });
      const state = trouble.code === 'token-rejected' ? 'rejected' : 'unreachable';
      dispatch({ type: 'account-changed', id, change: { state, problem: trouble } });
      if (!(error instanceof Failure) || !error.retriable) return false;
      return Math.max(backoffMs(attempt, PROVE_AGAIN), error.retryAfterMs ?? 0);
    }
  };

  const proveAgain = async (id: AccountId): Promise<boolean> => {
    stop(id, 'replaced by a newer proof');
    const controller = new AbortController();
    const { signal } = controller;
    running.set(id, controller);
    try {
      for (let attempt = 1; ; attempt += 1) {
        const result = await turn(id, attempt, signal);
        if (typeof result === 'boolean') return result;
        await sleep(result, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return false;
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };

  const refreshAccount = async (id: AccountId): Promise<void> => {
    if (await proveAgain(id)) await catalog.refresh(id);
  };

  return {
    /** Resolves once the token is proved and kept; the catalogue follows by itself. Rejects with a `Failure`. */
    async signIn(login: Login): Promise<void> {
      const controller = new AbortController();
      signingIn.add(controller);
      try {
        const proven = await prove(login, controller.signal);
        const { id } = proven;
        const sealed = { ...login, host: proven.host };
        secrets.write(id, sealed);
        const known = read().accounts[id];
        dispatch({
          type: 'account-added',
          account: { ...proven, state: 'signed-in', catalog: known?.catalog ?? { state: 'empty' } },
        });
        if (secrets.persistent) dispatch({ type: 'problem-healed', key: 'token-unsaved' });
        else dispatch({ type: 'problem-raised', key: 'token-unsaved', problem: problem('token-unsaved') });
        onUsable(id);
        stop(id, 'signed in anew');
        void catalog.refresh(id);
      } finally {
        signingIn.delete(controller);
      }
    },

    /** Ends what runs for the account and forgets its secret. */
    signOut(id: AccountId): Promise<void> {
      stop(id, 'signed out');
      secrets.remove(id);
      return Promise.resolve();
    },

    /** Reads accounts anew, all but those read within `recentMs`; resolves when none is read or waits to be tried again. */
    async refresh(recentMs = 0): Promise<void> {
      const isRecent = ({ state, catalog }: Account) =>
        state === 'signed-in' && catalog.state === 'fresh' && Date.now() - (catalog.readAt ?? 0) < recentMs;
      const due = Object.values(read().accounts).filter((account) => !isRecent(account));
      await Promise.all(due.map(({ id }) => refreshAccount(id)));
    },

    /** The login in use, for a request or a dial that starts now; undefined where nobody is signed in. */
    login: (id: AccountId): Login | undefined => (read().accounts[id] ? secrets.read(id) : undefined),

    close(): void {
      for (const controller of [...running.values(), ...signingIn]) controller.abort(new Error('closing'));
    },
  };
}
