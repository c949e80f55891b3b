type Args = { readonly left?: string | number; readonly limit?: string | number; readonly seconds?: string | number };

const inMinutes = (seconds: Args['seconds']) => Math.max(1, Math.ceil(Number(seconds) / 60));

/** Part of `PROBLEMS`: what can go wrong with reading what there is. */
export const CATALOG_PROBLEMS = {
  'budget-kept': {
    title: 'Few requests left',
    text: ({ left, limit, seconds }: Args) =>
      `${left ?? 'Few'} of ${limit ?? 'the'} requests that Northflank allows in an hour are left, and forwards come first. Lists may be out of date${seconds ? `; all requests are back in ${inMinutes(seconds)} min` : ''}.`,
    severity: 'warning',
    remedy: 'refresh',
    action: 'Refresh',
  },
} as const;
