import type { Forward, ForwardId } from '../contract/forward.ts';
import type { Dispatch } from './actions.ts';
import type { Store } from './store.ts';

const MINUTE_MS = 60_000;
/** Timers stand still while the computer sleeps, so none waits longer than this before it looks at the clock. */
const LOOK_MS = 30_000;

type Parts = Pick<Store, 'read' | 'subscribe'> & { readonly dispatch: Dispatch; readonly now?: () => number };

/** Ends forwards that are to stop by themselves: the only owner of that clock. The moment is state and survives a restart. */
export function openStopTimers({ dispatch, read, subscribe, now = Date.now }: Parts) {
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  const look = () => {
    if (isLooking) return;
    isLooking = true;
    const at = now();
    const due: ForwardId[] = [];
    for (const { id, wish } of onNow(read().forwards)) {
      if (wish.stopsAt !== undefined && wish.stopsAt <= at) due.push(id);
      else if (wish.stopsAt === undefined && wish.stopAfterMinutes !== undefined) {
        dispatch({ type: 'stop-planned', id, at: at + wish.stopAfterMinutes * MINUTE_MS });
      }
    }
    if (due.length > 0) dispatch({ type: 'all-wished', ids: due, on: false });
    isLooking = false;
    clearTimeout(timer);
    const next = Math.min(...onNow(read().forwards).map(({ wish }) => wish.stopsAt ?? Infinity));
    if (next < Infinity) timer = setTimeout(look, Math.max(0, Math.min(next - now(), LOOK_MS)));
  };

  const unsubscribe = subscribe((next, previous) => {
    if (next.forwards !== previous.forwards) look();
  });
  look();
  return {
    /** The computer woke up, or its clock was set. */
    check: look,
    close: () => {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}

const onNow = (forwards: Readonly<Record<ForwardId, Forward>>) => Object.values(forwards).filter(({ wish }) => wish.on);
