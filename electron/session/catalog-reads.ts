import { backoffMs } from '../base/backoff.ts';
import { createLimiter } from '../base/limit.ts';
import { sleep } from '../base/sleep.ts';
import type { Budget } from '../contract/budget.ts';
import {
  parseResourceKey,
  type AccountId,
  type Instances,
  type Project,
  type ProjectKey,
  type ResourceKey,
} from '../contract/catalog.ts';
import { Failure, hitsEverything, toProblem } from '../contract/failure.ts';
import type { Problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import type { Dispatch } from './actions.ts';
import { gentleMs, type Purpose } from './catalog-plan.ts';
import type { Asking, CatalogSource } from './catalog-source.ts';
import { own } from './records.ts';

export type CatalogParts = {
  readonly dispatch: Dispatch;
  readonly read: () => SessionState;
  readonly source: CatalogSource;
};

type One = {
  readonly accountId: AccountId;
  readonly purpose: Purpose;
  readonly job: (asking: Asking) => Promise<void>;
  readonly failed: (problem: Problem) => void;
};

const READ_AGAIN = { firstMs: 20_000, capMs: 30 * 60_000 };
/** So that the first project is complete long before the last one is asked for. */
const PARALLEL_PROJECTS = 3;

/** Reads accounts, projects and resources, and tells what came of it. One read per account at a time: a newer one replaces it. */
export function createCatalogReads({ dispatch, read, source }: CatalogParts) {
  const closing = new AbortController();
  const running = new Map<AccountId, AbortController>();

  const tellBudget = (accountId: AccountId) => {
    const tell = (budget: Budget | undefined) => budget && dispatch({ type: 'budget-read', accountId, budget });
    // Nobody is signed in any more: then there is nothing to tell either.
    source.budget(accountId).then(tell, () => undefined);
  };
  /** The problem to show; none where the request was only put off. */
  const troubleOf = (error: unknown, accountId: AccountId, purpose: Purpose): Problem | undefined => {
    tellBudget(accountId);
    const trouble = toProblem(error, 'catalogue');
    if (trouble.code === 'token-rejected') {
      dispatch({ type: 'account-changed', id: accountId, change: { state: 'rejected', problem: trouble } });
    }
    const isPutOff = trouble.code === 'budget-kept' && (purpose === 'background' || purpose === 'details');
    return isPutOff ? undefined : trouble;
  };

  const stop = (id: AccountId, why: string) => {
    running.get(id)?.abort(new Error(why));
    running.delete(id);
  };

  const project = async (key: ProjectKey, asking: Asking): Promise<boolean> => {
    const known = own(read().projects, key);
    if (!known) return true;
    const { retriable, ...part } = await source.readProject(known, asking);
    if (asking.signal.aborted) return true;
    // What the state says by now: names may have been listed meanwhile.
    if (own(read().projects, key)) dispatch({ type: 'project-read', ...part });
    tellBudget(known.accountId);
    return !retriable;
  };

  /** The wished projects first, then by name, as the window shows them. */
  const inOrder = (projects: readonly Project[]): readonly Project[] => {
    const wished = new Set(Object.values(read().forwards).flatMap(({ id, wish }) => (wish.on ? [projectOf(id)] : [])));
    const rank = ({ key }: Project) => (wished.has(key) ? 0 : 1);
    return projects.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  };

  /** Returns the projects that are worth asking for again. */
  const projects = async (keys: readonly ProjectKey[], asking: Asking): Promise<ProjectKey[]> => {
    const turn = createLimiter(PARALLEL_PROJECTS);
    const stopped = new AbortController();
    const signal = AbortSignal.any([asking.signal, stopped.signal]);
    try {
      const complete = await Promise.all(keys.map((key) => turn(() => project(key, { ...asking, signal }))));
      return keys.filter((_, index) => !complete[index]);
    } finally {
      // After trouble that hits all nobody waits for the requests that are still under way.
      stopped.abort(new Error('the catalogue is no longer being read'));
    }
  };

  /** One turn: all of the account, or those projects that were missing. Returns what is still missing. */
  const turn = async (
    id: AccountId,
    missing: readonly ProjectKey[],
    asking: Asking,
  ): Promise<readonly ProjectKey[]> => {
    if (missing.length > 0) return projects(missing, asking);
    dispatch({ type: 'catalog-loading', accountId: id });
    const { projects: listed, failure } = await source.listProjects(id, asking);
    if (asking.signal.aborted) return [];
    dispatch({ type: 'projects-listed', accountId: id, projects: listed });
    tellBudget(id);
    const keys = inOrder(listed).map((each) => each.key);
    const left = await projects(keys, asking);
    if (asking.signal.aborted) return [];
    if (failure) throw failure;
    const known = read().projects;
    const named = listed.map((each) => own(known, each.key) ?? each);
    dispatch({ type: 'catalog-loaded', accountId: id, projects: named, readAt: Date.now() });
    return left;
  };

  const account = async (id: AccountId, purpose: Purpose): Promise<void> => {
    stop(id, 'replaced by a newer read');
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, closing.signal]);
    running.set(id, controller);
    try {
      let missing: readonly ProjectKey[] = [];
      for (let attempt = 1; ; attempt += 1) {
        let waitMs = backoffMs(attempt, READ_AGAIN);
        try {
          missing = await turn(id, missing, { signal, purpose });
          if (missing.length === 0) return;
        } catch (error) {
          if (signal.aborted) return;
          const trouble = troubleOf(error, id, purpose);
          dispatch({ type: 'catalog-failed', accountId: id, ...(trouble && { problem: trouble }) });
          if (!trouble || !(error instanceof Failure) || !error.retriable) return;
          waitMs = Math.max(waitMs, error.retryAfterMs ?? 0);
          missing = [];
        }
        await sleep(waitMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };

  const { signal } = closing;
  /** Resolves to whether others of its purpose would fail too. */
  const one = async ({ accountId, purpose, job, failed }: One): Promise<boolean> => {
    try {
      await job({ signal, purpose });
      tellBudget(accountId);
      return false;
    } catch (error) {
      if (signal.aborted) return true;
      const trouble = troubleOf(error, accountId, purpose);
      const hitsAll = error instanceof Failure && hitsEverything(error.problem);
      const isAwaited = purpose === 'user' || purpose === 'shown';
      if (trouble && (isAwaited || !hitsAll)) failed(trouble);
      return hitsAll;
    }
  };

  return {
    account,
    /** Whether the account is due to be read by itself. */
    isOld(id: AccountId): boolean {
      const { accounts, projects: all } = read();
      const found = own(accounts, id);
      if (!found) return false;
      const count = Object.values(all).filter((each) => each.accountId === id).length;
      return Date.now() - (found.catalog.readAt ?? 0) >= gentleMs(found, count);
    },

    async project(key: ProjectKey, purpose: Purpose): Promise<boolean> {
      const known = own(read().projects, key);
      // Whoever waits is answered now: a read of the whole account may rest for half an hour before it tries again.
      if (!known || (purpose !== 'user' && running.has(known.accountId))) return false;
      const { accountId } = known;
      return one({
        accountId,
        purpose,
        job: async (asking) => void (await project(key, asking)),
        failed: (problem) =>
          dispatch({
            type: 'project-read',
            accountId,
            project: { ...known, problem },
            resources: [],
            named: [],
            whole: [],
          }),
      });
    },

    async resource(key: ResourceKey, purpose: Purpose): Promise<boolean> {
      const target = parseResourceKey(key);
      if (!target) return false;
      return one({
        accountId: target.accountId,
        purpose,
        job: async (asking) => {
          const found = await source.readResource(target, asking);
          dispatch({ type: 'resource-read', resource: { ...found, readAt: Date.now() } });
        },
        failed: (problem) => dispatch({ type: 'resource-unread', key, problem }),
      });
    },

    async instances(key: ResourceKey, purpose: Purpose): Promise<boolean> {
      const target = parseResourceKey(key);
      if (!target) return false;
      const tell = (instances: Omit<Instances, 'readAt'>) =>
        dispatch({ type: 'instances-read', key, instances: { ...instances, readAt: Date.now() } });
      return one({
        accountId: target.accountId,
        purpose,
        job: async (asking) => tell({ list: await source.readInstances(target, asking) }),
        failed: (problem) => tell({ list: [], problem }),
      });
    },

    stop: (id: AccountId): void => stop(id, 'the account is not read any more'),
    close(): void {
      closing.abort(new Error('closing'));
    },
  };
}

const projectOf = (key: ResourceKey) => key.split('/').slice(0, 3).join('/');
