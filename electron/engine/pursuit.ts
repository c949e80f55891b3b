import { backoffMs } from '../base/backoff.ts';
import type { Problem } from '../contract/problem.ts';
import { asFailure } from './as-failure.ts';
import type { Limits } from './limits.ts';

type PursuitParts = {
  /** Asks the platform; rejects with a `Failure`. */
  readonly look: () => Promise<void>;
  /** What is asked for; an answer to anything else is of no concern any more. Undefined: nothing. */
  readonly wanted: () => unknown;
  /** Whether local programs wait for the answer. */
  readonly isWaitedFor: () => boolean;
  readonly onRetry: (retry: { readonly attempt: number; readonly dueAt: number; readonly problem: Problem }) => void;
  readonly limits: Limits;
};

/** Looks up until there is an answer, good or final. */
type Pursuit = {
  /** Asks now. */
  readonly begin: () => void;
  /** Somebody waits now: the next try may be due much too late. */
  readonly hurry: () => void;
  /** No further try. */
  readonly rest: () => void;
};

export function createPursuit({ look, wanted, isWaitedFor, onRetry, limits }: PursuitParts): Pursuit {
  let timer: NodeJS.Timeout | undefined;
  let due: { readonly at: number; readonly attempt: number } | undefined;

  function rest(): void {
    clearTimeout(timer);
    due = undefined;
  }

  async function pursue(attempt: number): Promise<void> {
    rest();
    const asked = wanted();
    try {
      await look();
    } catch (error) {
      const failure = asFailure(error, 'forward');
      if (wanted() !== asked || !failure.retriable) return;
      const { backoff, heldCapMs } = limits;
      const capMs = isWaitedFor() ? heldCapMs : backoff.capMs;
      const next = attempt + 1;
      const delayMs = failure.retryAfterMs ?? backoffMs(next, { ...backoff, capMs });
      const dueAt = Date.now() + delayMs;
      rest();
      timer = setTimeout(() => void pursue(next), delayMs);
      // A platform that says when to come again is not asked before.
      if (failure.retryAfterMs === undefined) due = { at: dueAt, attempt: next };
      onRetry({ attempt: next, dueAt, problem: failure.problem });
    }
  }

  return {
    begin: () => void pursue(0),
    hurry() {
      if (due && due.at - Date.now() > limits.heldCapMs) void pursue(due.attempt);
    },
    rest,
  };
}
