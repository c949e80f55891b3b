import { backoffMs } from '../base/backoff.ts';
import { sleep } from '../base/sleep.ts';
import type { AccountId } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { CatalogPart, Dispatch } from './actions.ts';

type Load = {
  readonly accountId: AccountId;
  readonly signal: AbortSignal;
  readonly onPart: (part: CatalogPart) => void;
};

export type CatalogParts = {
  readonly dispatch: Dispatch;
  /** Rejects with a `Failure`; parts come as they are read, the whole at the end. */
  readonly load: (load: Load) => Promise<CatalogPart>;
};

export type CatalogLife = ReturnType<typeof createCatalogLife>;

/** Reading costs one for every resource, of the thousand that Northflank allows in an hour to forwards and catalogue together. */
const READ_AGAIN = { firstMs: 20_000, capMs: 30 * 60_000 };

/** Keeps each account's catalogue true. One read per account at a time: a newer one replaces it. */
export function createCatalogLife({ dispatch, load }: CatalogParts) {
  const running = new Map<AccountId, AbortController>();

  const stop = (id: AccountId, why: string) => {
    running.get(id)?.abort(new Error(why));
    running.delete(id);
  };

  /** Returns after what time trying again may help. */
  const turn = async (accountId: AccountId, attempt: number, signal: AbortSignal): Promise<number | undefined> => {
    dispatch({ type: 'catalog-loading', accountId });
    const onPart = (part: CatalogPart) => {
      if (!signal.aborted) dispatch({ type: 'catalog-part', ...part });
    };
    try {
      const whole = await load({ accountId, signal, onPart });
      if (!signal.aborted) dispatch({ type: 'catalog-loaded', ...whole, readAt: Date.now() });
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const problem = toProblem(error, 'catalogue');
      dispatch({ type: 'catalog-failed', accountId, problem });
      if (problem.code === 'token-rejected') {
        dispatch({ type: 'account-changed', id: accountId, change: { state: 'rejected', problem } });
      }
      if (!(error instanceof Failure) || !error.retriable) return undefined;
      return Math.max(backoffMs(attempt, READ_AGAIN), error.retryAfterMs ?? 0);
    }
  };

  return {
    /** Reads the account's catalogue anew; resolves when it is read or not to be tried again. The account must be usable. */
    async refresh(id: AccountId): Promise<void> {
      stop(id, 'replaced by a newer read');
      const controller = new AbortController();
      const { signal } = controller;
      running.set(id, controller);
      try {
        for (let attempt = 1; ; attempt += 1) {
          const waitMs = await turn(id, attempt, signal);
          if (waitMs === undefined) return;
          await sleep(waitMs, signal);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        if (running.get(id) === controller) running.delete(id);
      }
    },

    /** Ends what runs for the account. */
    stop: (id: AccountId): void => stop(id, 'the account is not read any more'),

    close(): void {
      for (const id of running.keys()) stop(id, 'closing');
    },
  };
}
