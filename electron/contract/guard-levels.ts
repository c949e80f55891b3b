/** What `guard.ts` allows, apart from it so that the window needs no schema library. The meaning of each stands there. */
export const GUARDS = ['off', 'host', 'strict'] as const;

export const DEFAULT_GUARD: (typeof GUARDS)[number] = 'host';
