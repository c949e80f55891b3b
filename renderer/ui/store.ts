/** A value with watchers; setting an equal value is silent. */
export type Store<T> = {
  readonly read: () => T;
  readonly set: (next: T) => void;
  readonly subscribe: (changed: () => void) => () => void;
};

export function makeStore<T>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    read: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const changed of watchers) changed();
    },
    subscribe(changed) {
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
      };
    },
  };
}
