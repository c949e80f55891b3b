import type { Problem } from '../contract/problem.ts';

/** What keeps names from being kept, until the user says that it is to be tried again. */
export type Barrier = { readonly state: 'dismissed' | 'unavailable' | 'failed'; readonly problem: Problem };

const STATES: Partial<Record<Problem['code'], Barrier['state']>> = {
  'elevation-dismissed': 'dismissed',
  'elevation-unavailable': 'unavailable',
};

export function barrierOf(problem: Problem): Barrier {
  return { state: STATES[problem.code] ?? 'failed', problem };
}
