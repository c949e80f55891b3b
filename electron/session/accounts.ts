import { backoffMs } from '../base/backoff.ts';
import { proxyName } from '../base/proxy.ts';
import { sleep } from '../base/sleep.ts';
import type { Account, AccountId } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import { needsSignIn } from '../contract/problem-account.ts';
import { problem, type Problem } from '../contract/problem.ts';
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
  /** Instead of the system's, for this account alone; may hold a password. */
  readonly proxy?: string;
};

/** What is known of a token that works. */
export type Proven = Omit<Account, 'state' | 'problem' | 'catalog' | 'proxy'>;

export type AccountParts = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  /** Rejects with a `Failure`. */
  readonly prove: (login: Login, signal: AbortSignal) => Promise<Proven>;
  /** What is read with a token that works; `catalog-life.ts`. */
  readonly catalog: Pick<CatalogLife, 'refresh' | 'stop'>;
  readonly secrets: {
    readonly read: (id: AccountId) => Promise<Login | undefined>;
    readonly write: (id: AccountId, login: Login) => Promise<void>;
    readonly remove: (id: AccountId) => Promise<void>;
    readonly isPersistent: () => Promise<boolean>;
  };
  /** The account's token works (again): forwards that wait for it may try. */
  readonly onUsable: (id: AccountId) => void;
};

export type Accounts = ReturnType<typeof createAccounts>;

/** Proving costs one request. */
const PROVE_AGAIN = { firstMs: 5000, capMs: 60_000 };

/** What the platform calls rejected had its time, as it said itself. */
function asExpired(trouble: Problem, account: Account | undefined): Problem {
  const at = Date.parse(account?.expiresAt ?? '');
  if (trouble.code !== 'token-rejected' || !(at <= Date.now())) return trouble;
  return problem('token-expired', { at });
}

/** Signs in and out, and proves each account's token; its catalogue follows. One proof per account at a time: a newer one replaces it. */
export function createAccounts({ dispatch, read, prove, catalog, secrets, onUsable }: AccountParts) {
  const running = new Map<AccountId, AbortController>();
  const signingIn = new Set<AbortController>();

  const stop = (id: AccountId, why: string) => {
    running.get(id)?.abort(new Error(why));
    running.delete(id);
    catalog.stop(id);
  };

  const add = (proven: Proven, { proxy }: Login) => {
    const catalog = read().accounts[proven.id]?.catalog ?? { state: 'empty' };
    const way = proxy === undefined ? {} : { proxy: proxyName(proxy) };
    dispatch({ type: 'account-added', account: { ...proven, ...way, state: 'signed-in', catalog } });
  };

  /** Once, after the sign-in; later the account's menu says it. */
  const tellMissing = ({ id, name, missing = [] }: Proven) => {
    const key = `permissions/${id}`;
    if (missing.length === 0) dispatch({ type: 'problem-healed', key });
    else {
      const args = { name, permissions: missing.join(', ') };
      dispatch({ type: 'problem-raised', key, problem: problem('permissions-missing', args) });
    }
  };

  /** Proves a known account's token. Returns whether it works, or after what time trying again may help. */
  const turn = async (id: AccountId, attempt: number, signal: AbortSignal): Promise<boolean | number> => {
    const login = await secrets.read(id);
    if (signal.aborted) return false;
    if (!login) {
      dispatch({ type: 'account-changed', id, change: { state: 'rejected', problem: problem('not-signed-in') } });
      return false;
    }
    try {
      const account = await prove(login, signal);
      if (signal.aborted) return false;
      const wasUsable = read().accounts[id]?.state === 'signed-in';
      add({ ...account, id }, login);
      if (!wasUsable) onUsable(id);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const trouble = asExpired(toProblem(error, 'catalogue'), read().accounts[id]);
      dispatch({ type: 'catalog-failed', accountId: id, problem: trouble });
      const state = needsSignIn(trouble) ? 'rejected' : 'unreachable';
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

  const refreshAccount = async (id: AccountId, how: 'asked' | 'gently' = 'gently'): Promise<void> => {
    if (await proveAgain(id)) await catalog.refresh(id, how);
  };

  return {
    /** Resolves once the token is proved and kept; the catalogue follows by itself. Rejects with a `Failure`. */
    async signIn(login: Login, signal?: AbortSignal): Promise<void> {
      const controller = new AbortController();
      signingIn.add(controller);
      const both = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
      try {
        const proven = await prove(login, both);
        both.throwIfAborted();
        const { id } = proven;
        await secrets.write(id, { ...login, host: proven.host });
        add(proven, login);
        tellMissing(proven);
        if (await secrets.isPersistent()) dispatch({ type: 'problem-healed', key: 'token-unsaved' });
        else dispatch({ type: 'problem-raised', key: 'token-unsaved', problem: problem('token-unsaved') });
        onUsable(id);
        stop(id, 'signed in anew');
        void catalog.refresh(id);
      } finally {
        signingIn.delete(controller);
      }
    },

    /** Ends what runs for the account and forgets its secret. */
    async signOut(id: AccountId): Promise<void> {
      stop(id, 'signed out');
      await secrets.remove(id);
      dispatch({ type: 'problem-healed', key: `permissions/${id}` });
    },

    /**
     * Proves and reads accounts anew, all but those read within `recentMs`; `gently` where nobody asked for it. Resolves when
     * none is read or waits to be tried again.
     */
    async refresh(recentMs = 0, how: 'asked' | 'gently' = 'asked'): Promise<void> {
      const isRecent = ({ state, catalog }: Account) =>
        state === 'signed-in' && catalog.state === 'fresh' && Date.now() - (catalog.readAt ?? 0) < recentMs;
      const due = Object.values(read().accounts).filter((account) => !isRecent(account));
      await Promise.all(due.map(({ id }) => refreshAccount(id, how)));
    },

    /** Asks whether the account's token still works; where it does, the catalogue follows. */
    prove: refreshAccount,

    /** The login in use, for a request or a dial that starts now; undefined where nobody is signed in. */
    login: async (id: AccountId): Promise<Login | undefined> => (read().accounts[id] ? secrets.read(id) : undefined),

    /** Of all accounts at this host; without those whose login is not at hand. */
    loginsAt: async (host: string): Promise<Login[]> => {
      const here = Object.values(read().accounts).filter((account) => account.host === host);
      return (await Promise.all(here.map(({ id }) => secrets.read(id)))).filter((login) => login !== undefined);
    },

    close(): void {
      for (const controller of [...running.values(), ...signingIn]) controller.abort(new Error('closing'));
    },
  };
}
