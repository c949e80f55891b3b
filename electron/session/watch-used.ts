import type { Store } from './store.ts';

/** Notes when a forward is switched on, whoever does it; what the last run left on is not switched on anew. */
export function watchUsed({ dispatch, subscribe }: Store): { readonly close: () => void } {
  const unsubscribe = subscribe((next, previous) => {
    if (next.forwards === previous.forwards) return;
    const ids = Object.values(next.forwards)
      .filter(({ id, wish }) => wish.on && !(Object.hasOwn(previous.forwards, id) && previous.forwards[id]?.wish.on))
      .map(({ id }) => id);
    if (ids.length > 0) dispatch({ type: 'used', ids, at: Date.now() });
  });
  return { close: unsubscribe };
}
