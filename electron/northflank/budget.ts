import type { Budget } from '../contract/budget.ts';
import { Failure } from '../contract/failure.ts';

/** What a request is for; the more it can wait, the earlier it is refused. */
export type Purpose =
  /** Without it a forward does not open or come back. */
  | 'forward'
  /** Somebody asked for it and waits. */
  | 'user'
  /** It is on the screen. */
  | 'shown'
  /** To know of what came and went. */
  | 'background'
  /** To know more than names and states before anybody looks. */
  | 'details';

/** The share of the allowance that a purpose leaves to the more urgent ones. */
const KEPT: Readonly<Record<Purpose, number>> = { forward: 0, user: 0.05, shown: 0.1, background: 0.5, details: 0.75 };

/** Northflank's, where answers do not say. */
const USUAL = { limit: 1000, windowMs: 3_600_000 };
/** Answers name whole seconds, and overtake each other. */
const SAME_WINDOW_MS = 30_000;
const EARLY_MS = 50;

/** Told by an answer's `x-ratelimit-*`. */
export type Limit = { readonly remaining: number; readonly limit: number; readonly resetSeconds: number };

export type BudgetKeeper = ReturnType<typeof createBudget>;

/** One token's allowance: learns it from the answers, and counts by itself what they do not say. */
export function createBudget(now: () => number = Date.now) {
  let known: Budget = { limit: USUAL.limit, remaining: USUAL.limit, resetAt: 0 };
  let isTold = false;
  let underWay = 0;
  let blockedUntil = 0;

  /** Once the time is over, all of it is back. */
  const current = (): Budget => {
    if (now() >= known.resetAt) known = { ...known, remaining: known.limit, resetAt: now() + USUAL.windowMs };
    return known;
  };

  const learn = ({ limit, remaining, resetSeconds }: Limit) => {
    const before = known;
    const resetAt = now() + resetSeconds * 1000;
    const isSameWindow =
      isTold && limit === before.limit && now() < before.resetAt && Math.abs(resetAt - before.resetAt) < SAME_WINDOW_MS;
    isTold = true;
    known = isSameWindow
      ? { limit, remaining: Math.min(before.remaining, remaining), resetAt: before.resetAt }
      : { limit, remaining, resetAt };
  };

  return {
    /** Undefined until an answer told it. */
    read: (): Budget | undefined => (isTold ? current() : undefined),

    /** Whether a request of this purpose may be sent now: throws a `Failure` that says when it may. */
    admit(purpose: Purpose): void {
      if (purpose === 'forward') return;
      const waitMs = blockedUntil - now();
      if (waitMs > EARLY_MS) {
        const args = { seconds: Math.ceil(waitMs / 1000) };
        throw new Failure('api-limited', { args, retriable: true, retryAfterMs: waitMs });
      }
      const { limit, remaining, resetAt } = current();
      if (remaining - underWay > limit * KEPT[purpose]) return;
      const retryAfterMs = resetAt - now();
      const args = { left: remaining, limit, seconds: Math.ceil(retryAfterMs / 1000) };
      throw new Failure('budget-kept', { args, retriable: true, retryAfterMs });
    },

    /** Around each request; `end` with what its answer told. */
    begin(): void {
      underWay += 1;
    },
    end(told: Limit | undefined): void {
      underWay -= 1;
      if (told) learn(told);
      else if (!isTold) known = { ...current(), remaining: Math.max(0, current().remaining - 1) };
    },

    /** The platform said that it is enough for so long. */
    block(forMs: number): void {
      blockedUntil = Math.max(blockedUntil, now() + forMs);
    },
  };
}
