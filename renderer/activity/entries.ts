import { isConnection, type Activity, type ActivityKind } from '../../electron/contract/activity.ts';
import { resourceName } from '../../electron/contract/catalog.ts';
import { describe } from '../../electron/contract/problem.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { text } from '../text/text.ts';

export type ActivityFilter = 'all' | 'trouble' | 'wishes' | 'connections';

const TROUBLE: ReadonlySet<ActivityKind> = new Set([
  'lost',
  'healed',
  'trouble',
  'failed',
  'cleared',
  'moved',
  'offline',
  'online',
  'account-lost',
  'account-back',
  'connection-failed',
]);

export function passesFilter(entry: Activity, filter: ActivityFilter): boolean {
  const { what } = entry;
  if (filter === 'connections') return isConnection(entry);
  if (filter === 'trouble') return TROUBLE.has(what);
  return filter === 'all' || what === 'on' || what === 'off';
}

/** Whom the entry is about: the resource, the account, or the app itself. */
export function subjectOf(state: CalmState, { forward, account }: Activity): string {
  if (forward !== undefined) return resourceName(state.resources[forward], forward);
  return account === undefined ? text.activity.app : (state.accounts[account]?.name ?? account);
}

export function sentenceOf({ what, problem, ...facts }: Activity): string {
  return text.activity.what[what]({ ...facts, ...(problem && { problem: describe(problem).title }) });
}
