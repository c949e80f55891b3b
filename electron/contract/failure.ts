import { problem, type Problem, type ProblemArgs, type ProblemCode } from './problem.ts';

/**
 * The world said no: an error that carries the problem to show. Anything else that is thrown is a bug of ours and becomes
 * `unexpected`. Judge a failure by `problem.code`, never by its message.
 */
export class Failure extends Error {
  readonly problem: Problem;
  /** Whether trying again without the user's doing can help. */
  readonly retriable: boolean;
  /** What the far side asked to wait, in milliseconds (Retry-After). */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ProblemCode,
    {
      args,
      retriable = false,
      retryAfterMs,
      cause,
    }: { args?: ProblemArgs; retriable?: boolean; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.problem = problem(code, args);
    this.retriable = retriable;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What to show for anything thrown; `scope` names the place for errors that nobody foresaw. */
export function toProblem(error: unknown, scope: string): Problem {
  if (error instanceof Failure) return error.problem;
  return problem('unexpected', { scope, reason: error instanceof Error ? error.message : String(error) });
}

const HITS_EVERYTHING: ReadonlySet<ProblemCode> = new Set([
  'token-rejected',
  'api-limited',
  'budget-kept',
  'api-unreachable',
  'proxy-failed',
  'certificate-untrusted',
]);

/** Trouble with the account or the network: whatever else is asked of the platform now would fail in the same way. */
export function hitsEverything({ code }: Problem): boolean {
  return HITS_EVERYTHING.has(code);
}
