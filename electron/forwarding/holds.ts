import { resourceKey, type Target } from '../contract/catalog.ts';
import type { ForwardId } from '../contract/forward.ts';
import type { Guard } from '../contract/guard.ts';
import type { WishedForward } from '../engine/face.ts';

/** What one call of `forward…` asks for. */
export type Wanted = {
  readonly target: Target;
  /** Pod name. */
  readonly instance?: string;
  /** Remote ports; absent means all. */
  readonly ports?: readonly number[];
  /** Whether host names are to lead to it. */
  readonly withNames: boolean;
};

/** One call's share in a forward. */
export type Hold = Wanted & {
  readonly id: ForwardId;
  /** Whether the caller got an address of it. A share that only gave errors counts no more once the call is repeated. */
  gave: boolean;
  isPending: boolean;
};

/** What a stop names; absent parts match all. */
export type Which = {
  readonly projectId?: string;
  readonly kind?: Target['kind'];
  readonly resourceId?: string;
  readonly teamId?: string | undefined;
  readonly instance?: string | undefined;
  readonly ports?: readonly number[] | undefined;
};

const sameWish = ({ id, ports, withNames }: Hold) => JSON.stringify([id, ports?.toSorted((a, b) => a - b), withNames]);

/** A pinned instance is a forward of its own: it has other names and another address. */
const forwardId = ({ target, instance }: Wanted): ForwardId =>
  instance === undefined ? resourceKey(target) : `${resourceKey(target)}@${instance}`;

export type Holds = ReturnType<typeof createHolds>;

/** Who needs what: a forward runs while anyone holds it, with all the ports that its holders ask for. */
export function createHolds(guard?: Guard) {
  let holds: readonly Hold[] = [];

  function isMeant(hold: Hold, which: Which): boolean {
    const { target } = hold;
    return (
      (which.projectId === undefined || which.projectId === target.projectId) &&
      (which.kind === undefined || which.kind === target.kind) &&
      (which.resourceId === undefined || which.resourceId === target.resourceId) &&
      (which.teamId === undefined || which.teamId === target.teamId) &&
      (which.instance === undefined || which.instance === hold.instance) &&
      (which.ports === undefined || JSON.stringify(which.ports) === JSON.stringify(hold.ports))
    );
  }

  function release(gone: ReadonlySet<Hold>): void {
    holds = holds.filter((hold) => !gone.has(hold));
  }

  return {
    take(wanted: Wanted): Hold {
      const hold: Hold = { ...wanted, id: forwardId(wanted), gave: false, isPending: true };
      const replaced = holds.filter((each) => !each.gave && !each.isPending && sameWish(each) === sameWish(hold));
      release(new Set(replaced));
      holds = [...holds, hold];
      return hold;
    },

    has: (hold: Hold): boolean => holds.includes(hold),

    /** Of each different wish that is meant, one share: as many stops as starts free a port, whoever made them. */
    pick(which: Which): Hold[] {
      const picked = new Map<string, Hold>();
      for (const hold of holds) if (isMeant(hold, which)) picked.set(sameWish(hold), hold);
      return [...picked.values()];
    },

    all: (): readonly Hold[] => holds,

    release: (gone: readonly Hold[]): void => release(new Set(gone)),

    /** What the engine is to keep running. */
    wishes(): WishedForward[] {
      const wishes = new Map<ForwardId, WishedForward>();
      for (const { id, target, instance, ports } of holds) {
        const before = wishes.get(id)?.wish;
        const isAll = ports === undefined || (before && before.ports === undefined);
        const union = isAll ? undefined : [...new Set([...(before?.ports ?? []), ...ports])];
        const wish = {
          on: true,
          ...(union && { ports: union }),
          ...(instance !== undefined && { instance }),
          ...(guard && { guard }),
        };
        wishes.set(id, { id, target, wish });
      }
      return [...wishes.values()];
    },
  };
}
