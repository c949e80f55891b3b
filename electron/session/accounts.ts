import { backoffMs } from '../base/backoff.ts';
import { sleep } from '../base/sleep.ts';
import type { Account, AccountId } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import { problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import type { CatalogPart, Dispatch } from './actions.ts';

/** What opens an account. Holds the token, so it never becomes part of the state. */
export type Login = {
  readonly host: string;
  readonly token: string;
  readonly teamId?: string;
  /** Extra certificate authorities, PEM. */
  readonly ca?: string;
};

export type Proven = Pick<Account, 'id' | 'host' | 'name' | 'scope' | 'expiresAt'>;

type Load = {
  readonly login: Login;
  readonly account: Proven;
  readonly signal: AbortSignal;
  readonly onPart: (part: CatalogPart) => void;
};

export type AccountParts = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  /** Rejects with a `Failure`. */
  readonly prove: (login: Login, signal: AbortSignal) => Promise<Proven>;
  /** Rejects with a `Failure`; parts come as they are read, the whole at the end. */
  readonly load: (load: Load) => Promise<CatalogPart>;
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
/** Reading costs one for every resource, of the thousand that Northflank allows in an hour to forwards and catalogue together. */
const READ_AGAIN = { firstMs: 20_000, capMs: 30 * 60_000 };

/** Signs in and out, and keeps each account's catalogue true. One read per account at a time: a newer one replaces it. */
export function createAccounts({ dispatch, read, prove, load, secrets, onUsable }: AccountParts) {
  const running = new Map<AccountId, AbortController>();
  const signingIn = new Set<AbortController>();

  const begin = (id: AccountId): AbortSignal => {
    running.get(id)?.abort(new Error('replaced by a newer read'));
    const controller = new AbortController();
    running.set(id, controller);
    return controller.signal;
  };

  const readCatalog = async (login: Login, account: Proven, signal: AbortSignal): Promise<void> => {
    dispatch({ type: 'catalog-loading', accountId: account.id });
    const onPart = (part: CatalogPart) => {
      if (!signal.aborted) dispatch({ type: 'catalog-part', ...part });
    };
    const whole = await load({ login, account, signal, onPart });
    if (!signal.aborted) dispatch({ type: 'catalog-loaded', ...whole, readAt: Date.now() });
  };

  /** One complete turn for a known account: prove the token, then read. Returns after what time trying again may help. */
  const turn = async (id: AccountId, attempt: number, signal: AbortSignal): Promise<number | undefined> => {
    const login = secrets.read(id);
    if (!login) {
      dispatch({ type: 'account-changed', id, change: { state: 'rejected', problem: problem('not-signed-in') } });
      return undefined;
    }
    let usable = false;
    try {
      const account = await prove(login, signal);
      if (signal.aborted) return undefined;
      const wasUsable = read().accounts[id]?.state === 'signed-in';
      dispatch({ type: 'account-changed', id, change: { ...account, state: 'signed-in' } });
      if (!wasUsable) onUsable(id);
      usable = true;
      await readCatalog(login, { ...account, id }, signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const trouble = toProblem(error, 'catalogue');
      dispatch({ type: 'catalog-failed', accountId: id, problem: trouble });
      const rejected = trouble.code === 'token-rejected';
      if (rejected || !usable) {
        const state = rejected ? 'rejected' : 'unreachable';
        dispatch({ type: 'account-changed', id, change: { state, problem: trouble } });
      }
      if (!(error instanceof Failure) || !error.retriable) return undefined;
      return Math.max(backoffMs(attempt, usable ? READ_AGAIN : PROVE_AGAIN), error.retryAfterMs ?? 0);
    }
  };

  const refreshAccount = async (id: AccountId): Promise<void> => {
    const signal = begin(id);
    try {
      for (let attempt = 1; ; attempt += 1) {
        const waitMs = await turn(id, attempt, signal);
        if (waitMs === undefined) return;
        await sleep(waitMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (running.get(id)?.signal === signal) running.delete(id);
    }
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
        void refreshAccount(id);
      } finally {
        signingIn.delete(controller);
      }
    },

    /** Ends what runs for the account and forgets its secret. */
    signOut(id: AccountId): Promise<void> {
      running.get(id)?.abort(new Error('signed out'));
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
