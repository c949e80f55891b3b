export type Backoff = { readonly firstMs: number; readonly capMs: number };

/**
 * Delay before attempt `attempt` (1 = the first retry): doubles up to the cap, then between half and all of it by chance,
 * so that forwards that failed together do not come back together.
 */
export function backoffMs(attempt: number, { firstMs, capMs }: Backoff, random: () => number = Math.random): number {
  const full = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (random() * full) / 2);
}
