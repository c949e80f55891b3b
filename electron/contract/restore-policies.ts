/** Whether a forward that was on when the app ended is on again at launch. */
export const RESTORES = ['always', 'ask', 'never'] as const;
export type Restore = (typeof RESTORES)[number];
