import type { Account, AccountId, ProjectKey, Resource, ResourceKey } from '../contract/catalog.ts';
import { resourcesOf, type SessionState } from '../contract/session.ts';
import { own } from './records.ts';

/** How urgent a request is; the words of `northflank/budget.ts`. */
export type Purpose = 'user' | 'shown' | 'background' | 'details';

/** What stands in the window now. */
export type Shown = {
  readonly project?: ProjectKey;
  /** Rows that can be seen, from the top. */
  readonly rows: readonly ResourceKey[];
  /** Whose details are open. */
  readonly selected?: ResourceKey;
};

export type Due =
  | { readonly what: 'account'; readonly key: AccountId; readonly purpose: Purpose }
  | { readonly what: 'project'; readonly key: ProjectKey; readonly purpose: Purpose }
  | { readonly what: 'resource'; readonly key: ResourceKey; readonly purpose: Purpose }
  | { readonly what: 'instances'; readonly key: ResourceKey; readonly purpose: Purpose };

const MINUTE = 60_000;
/** After which time something is asked for again. */
const AGE_MS = {
  selected: MINUTE,
  project: MINUTE,
  row: 5 * MINUTE,
  /** No list tells that it runs again. */
  pausedRow: MINUTE,
  forwarded: 10 * MINUTE,
  details: 24 * 60 * MINUTE,
};
/** Of those that nobody looks at, in one turn. */
const MOST_DETAILS = 40;
const HOUR = 60 * MINUTE;
const USUAL_LIMIT = 1000;
/** The share of the allowance that reading whole accounts by itself may use. */
const GENTLE_SHARE = 0.25;
/** Itself, services, addons, and sometimes a second page. */
const REQUESTS_OF_PROJECT = 3.5;

/** How old an account's catalogue gets before all of it is read again by itself: the larger, the older. */
export function gentleMs(account: Account, projects: number): number {
  const allowed = (account.budget?.limit ?? USUAL_LIMIT) * GENTLE_SHARE;
  return Math.max(MINUTE, ((1 + projects * REQUESTS_OF_PROJECT) / allowed) * HOUR);
}

/** The less is left of the allowance, the older things may get. */
function patience({ budget }: Account): number {
  const left = budget ? budget.remaining / budget.limit : 1;
  if (left > 0.75) return 1;
  return left > 0.5 ? 2 : 4;
}

export type Moment = {
  readonly state: SessionState;
  readonly shown: Shown;
  /** When each was last asked for, also in vain: by `<what> <key>`. */
  readonly askedAt: ReadonlyMap<string, number>;
  /** What was read before is asked for again, because somebody wants to know. */
  readonly doubtedAt: number;
  readonly now: number;
};

export const askedKey = ({ what, key }: Pick<Due, 'what' | 'key'>) => `${what} ${key}`;

/** What to ask for now while the window is seen, the most urgent first. */
export function dueNow({ state, shown, askedAt, doubtedAt, now }: Moment): Due[] {
  const isUsable = (id: AccountId) => own(state.accounts, id)?.state === 'signed-in';
  const slow = (id: AccountId) => patience(state.accounts[id] as Account);
  const due = new Map<string, Due>();
  const add = (each: Due, ageMs: number, readAt = 0) => {
    const askedLast = askedAt.get(askedKey(each)) ?? 0;
    const at = Math.max(readAt, askedLast);
    const isDoubted = at < doubtedAt && each.purpose !== 'details';
    if ((isDoubted || now - at >= ageMs) && !due.has(askedKey(each))) due.set(askedKey(each), each);
  };
  const resource = (key: ResourceKey | undefined): Resource | undefined => {
    const found = key === undefined ? undefined : own(state.resources, key);
    return found && isUsable(found.target.accountId) ? found : undefined;
  };

  const selected = resource(shown.selected);
  if (selected) {
    const { key, target } = selected;
    const ageMs = AGE_MS.selected * slow(target.accountId);
    add({ what: 'resource', key, purpose: 'shown' }, ageMs, selected.readAt);
    add({ what: 'instances', key, purpose: 'shown' }, ageMs, own(state.instances, key)?.readAt);
  }
  const project = shown.project === undefined ? undefined : own(state.projects, shown.project);
  if (project && isUsable(project.accountId)) {
    add({ what: 'project', key: project.key, purpose: 'shown' }, AGE_MS.project * slow(project.accountId));
  }
  for (const row of shown.rows) {
    const found = resource(row);
    if (!found) continue;
    const ageMs = found.state === 'paused' ? AGE_MS.pausedRow : AGE_MS.row;
    add({ what: 'resource', key: row, purpose: 'background' }, ageMs * slow(found.target.accountId), found.readAt);
  }
  for (const { id, wish } of Object.values(state.forwards)) {
    const found = wish.on ? resource(id) : undefined;
    if (found) add({ what: 'resource', key: id, purpose: 'background' }, AGE_MS.forwarded, found.readAt);
  }
  const accounts = Object.values(state.accounts).filter(({ id }) => isUsable(id));
  for (const account of accounts) {
    const { id, catalog } = account;
    if (catalog.state === 'loading') continue;
    const own = Object.values(state.projects).filter((each) => each.accountId === id);
    add({ what: 'account', key: id, purpose: 'background' }, gentleMs(account, own.length), catalog.readAt);
  }
  addDetails(state, shown.project, (found) => {
    if (isUsable(found.target.accountId))
      add({ what: 'resource', key: found.key, purpose: 'details' }, AGE_MS.details, found.readAt);
  });
  return [...due.values()];
}

/** Those that were never looked at, of the shown project before all others. */
function addDetails(state: SessionState, first: ProjectKey | undefined, add: (resource: Resource) => void): void {
  let left = MOST_DETAILS;
  const isUnknown = (resource: Resource) => resource.readAt === undefined && resource.problem === undefined;
  const own = first === undefined ? [] : resourcesOf(state, first);
  for (const list of [own, Object.values(state.resources)]) {
    for (const resource of list) {
      if (left === 0) return;
      if (!isUnknown(resource)) continue;
      add(resource);
      left -= 1;
    }
  }
}
