import { Failure } from '../contract/failure.ts';

/** Whatever was thrown, as a failure: what nobody foresaw is a bug of ours, is named as such and not tried again. */
export function asFailure(error: unknown, scope: string): Failure {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure('unexpected', { args: { scope, reason }, cause: error });
}
