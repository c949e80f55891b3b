import { keepOutOfLogs } from '../base/log.ts';
import type { AccountId, Target } from '../contract/catalog.ts';
import { Failure, toProblem } from '../contract/failure.ts';
import type { ForwardId } from '../contract/forward.ts';
import type { Dispatch } from './actions.ts';

export type KitValues = { readonly values: ReadonlyMap<string, string>; readonly isPartial: boolean };

type Parts = {
  readonly dispatch: Dispatch;
  /** Rejects with a `Failure`. */
  readonly load: (target: Target, signal: AbortSignal) => Promise<KitValues>;
  readonly ttlMs?: number;
};

type Held = {
  readonly loading: Promise<KitValues>;
  readonly abort: AbortController;
  timer?: NodeJS.Timeout;
  release?: () => void;
};

const TTL_MS = 60_000;
const SECRET_KEY = /PASS|SECRET|TOKEN|KEY/i;

/**
 * Credentials that the user asked for, for a minute: long enough to copy two texts with one question to the platform.
 * They are never part of the state, which only learns that they are being read or could not be.
 */
export function createKitValues({ dispatch, load, ttlMs = TTL_MS }: Parts) {
  const held = new Map<ForwardId, Held>();

  const forget = (id: ForwardId): void => {
    const entry = held.get(id);
    if (!entry) return;
    held.delete(id);
    clearTimeout(entry.timer);
    entry.abort.abort(new Failure('not-open'));
    entry.release?.();
  };

  const settle = async (id: ForwardId, entry: Held): Promise<void> => {
    try {
      const { values } = await entry.loading;
      if (held.get(id) !== entry) return;
      const secrets = [...values].flatMap(([key, value]) => (SECRET_KEY.test(key) ? [keepOutOfLogs(value)] : []));
      entry.release = () => {
        for (const release of secrets) release();
      };
      entry.timer = setTimeout(() => forget(id), ttlMs).unref();
      dispatch({ type: 'kit-read', id });
    } catch (error) {
      if (held.get(id) !== entry) return;
      held.delete(id);
      dispatch({ type: 'kit-read', id, status: { state: 'failed', problem: toProblem(error, 'kit') } });
    }
  };

  const begin = (id: ForwardId, target: Target): Held => {
    const abort = new AbortController();
    dispatch({ type: 'kit-read', id, status: { state: 'loading' } });
    const entry: Held = { abort, loading: load(target, abort.signal) };
    void settle(id, entry);
    return entry;
  };

  return {
    /** Read anew where what was read has been forgotten. Several who ask at once share one answer. */
    of(id: ForwardId, target: Target): Promise<KitValues> {
      const entry = held.get(id) ?? begin(id, target);
      held.set(id, entry);
      return entry.loading;
    },
    /** An account that is gone leaves nothing behind. */
    forgetAccount(accountId: AccountId): void {
      for (const id of held.keys()) if (id.startsWith(`${accountId}/`)) forget(id);
    },
    close(): void {
      for (const id of held.keys()) forget(id);
    },
  };
}
