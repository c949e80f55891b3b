/** The platform's allowance of requests, as the account's token has it now. */
export type Budget = {
  readonly limit: number;
  readonly remaining: number;
  /** Unix milliseconds: then all of it is back. */
  readonly resetAt: number;
};

const LOW_SHARE = 0.1;

/** So little is left that lists are no longer refreshed by themselves; forwards may use the rest. */
export function isNearlyUsedUp(budget: Budget | undefined, now: number): boolean {
  return budget !== undefined && now < budget.resetAt && budget.remaining <= budget.limit * LOW_SHARE;
}
