import { projectKey, type AccountId, type ProjectKey, type ResourceKey } from '../contract/catalog.ts';
import type { Forward } from '../contract/forward.ts';
import type { SessionState } from '../contract/session.ts';
import { troubleOf } from '../contract/status.ts';
import { askedKey, dueNow, type Due, type Purpose, type Shown } from './catalog-plan.ts';
import { createCatalogReads, type CatalogParts } from './catalog-reads.ts';
import { own } from './records.ts';

type Parts = CatalogParts & {
  readonly subscribe: (subscriber: (next: SessionState, previous: SessionState) => void) => () => void;
};

export type CatalogLife = ReturnType<typeof createCatalogLife>;

/** How often it is looked what has become old, while the window is seen. */
const TURN_MS = 10_000;
/** A window that scrolls tells of many rows that nobody reads. */
const SETTLE_MS = 200;
/** After a purpose was refused, the others of its kind are not tried for so long. */
const REFUSED_MS = 30_000;
/** One by one would take long, all at once would be in the way of what is asked for meanwhile. */
const PARALLEL = 4;
/** Looking twice at the same thing is one look. */
const SAME_LOOK_MS = 3000;
/** A forward that is wrong about the catalogue may be so all the time. */
const SAME_NOTICE_MS = 60_000;

const nothing: Shown = { rows: [] };

/** What a forward found that the catalogue should know of. */
function findingOf(forward: Forward | undefined): 'gone' | 'changed' | undefined {
  const code = forward && troubleOf(forward)?.code;
  if (code === 'resource-gone') return 'gone';
  return code === 'no-instance' || code === 'no-ports' ? 'changed' : undefined;
}

/**
 * Keeps each account's catalogue true, as far as it is looked at: what the window shows is asked for when it has become
 * old, the rest gently and within its share of the allowance. While the window is hidden nothing is asked for, unless a
 * forward finds that the catalogue is wrong.
 */
export function createCatalogLife({ subscribe, ...parts }: Parts) {
  const { read } = parts;
  const reads = createCatalogReads(parts);
  const askedAt = new Map<string, number>();
  const refusedAt = new Map<Purpose, number>();
  let shown = nothing;
  let isVisible = false;
  let isClosed = false;
  let doubtedAt = 0;
  let waiting: Due[] = [];
  let underWay = 0;
  let hasWorked = false;
  let timer: NodeJS.Timeout | undefined;

  const isRefused = (purpose: Purpose) => Date.now() - (refusedAt.get(purpose) ?? 0) < REFUSED_MS;

  /** Nothing of it rejects: what goes wrong is told as state. */
  const ask = async (due: Due): Promise<void> => {
    const { what, key, purpose } = due;
    const name = askedKey(due);
    const before = askedAt.get(name);
    askedAt.set(name, Date.now());
    if (what === 'account') return reads.account(key, purpose);
    if (await reads[what](key, purpose)) {
      refusedAt.set(purpose, Date.now());
      if (before === undefined) askedAt.delete(name);
      else askedAt.set(name, before);
    }
  };

  const plan = (afterMs: number) => {
    clearTimeout(timer);
    timer = isClosed || !isVisible ? undefined : setTimeout(turn, afterMs);
  };
  const work = () => {
    while (underWay < PARALLEL) {
      const due = waiting.shift();
      if (!due) break;
      if (isRefused(due.purpose)) continue;
      hasWorked = true;
      underWay += 1;
      void ask(due).finally(() => {
        underWay -= 1;
        work();
      });
    }
    // After work there may be more of what nobody has looked at yet; the allowance ends it.
    if (underWay === 0) plan(hasWorked ? SETTLE_MS : TURN_MS);
  };
  function turn() {
    hasWorked = false;
    waiting = dueNow({ state: read(), shown, askedAt, doubtedAt, now: Date.now() });
    work();
  }

  const askOnce = (due: Due, withinMs: number) => {
    if (Date.now() - (askedAt.get(askedKey(due)) ?? 0) >= withinMs) void ask(due);
  };
  const unsubscribe = subscribe((next, previous) => {
    if (next.forwards === previous.forwards) return;
    for (const [id, forward] of Object.entries(next.forwards)) {
      const { [id]: before } = previous.forwards;
      if (before === forward) continue;
      const finding = findingOf(forward);
      if (finding === undefined || finding === findingOf(before)) continue;
      const { accountId, teamId, projectId } = forward.target;
      const key = projectKey(accountId, teamId, projectId);
      if (finding === 'gone') askOnce({ what: 'project', key, purpose: 'shown' }, SAME_NOTICE_MS);
      else askOnce({ what: 'resource', key: id, purpose: 'shown' }, SAME_NOTICE_MS);
    }
  });

  return {
    /**
     * The account's token works: its catalogue is read anew. `gently` only where it is old and looked at, or not there at
     * all. Resolves when it is read or put off.
     */
    async refresh(id: AccountId, how: 'asked' | 'gently' = 'asked'): Promise<void> {
      const { readAt, state } = own(read().accounts, id)?.catalog ?? {};
      const isUnknown = readAt === undefined;
      // A read that was cut off by a new proof is taken up again.
      const isDue = state === 'loading' || (isVisible && reads.isOld(id));
      if (how === 'asked') doubtedAt = Date.now();
      if (how === 'gently' && !isUnknown && !isDue) return plan(SETTLE_MS);
      await ask({ what: 'account', key: id, purpose: how === 'asked' || isUnknown ? 'user' : 'background' });
      plan(SETTLE_MS);
    },

    /** Everything of one resource, for somebody who waits for it. What comes of it is state. */
    look(key: ResourceKey): void {
      for (const what of ['resource', 'instances'] as const) askOnce({ what, key, purpose: 'user' }, SAME_LOOK_MS);
    },

    /** One project, for somebody who waits for it. */
    readProject: (key: ProjectKey): Promise<void> => ask({ what: 'project', key, purpose: 'user' }),

    /** What the window shows from now on. */
    show(next: Shown): void {
      shown = next;
      plan(SETTLE_MS);
    },

    /** Whether the window is seen. */
    setVisible(visible: boolean): void {
      isVisible = visible;
      if (!visible) waiting = [];
      plan(0);
    },

    /** Ends what runs for the account. */
    stop: reads.stop,

    close(): void {
      isClosed = true;
      waiting = [];
      clearTimeout(timer);
      unsubscribe();
      reads.close();
    },
  };
}
