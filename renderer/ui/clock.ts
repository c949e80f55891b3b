import { useSyncExternalStore } from 'react';

/** One timer for all who watch, and none while nobody does. */
function makeClock(intervalMs: number) {
  const watchers = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = Date.now();
  return {
    /** Unix milliseconds of the last tick; fresh while nobody watches. */
    read: (): number => {
      if (watchers.size === 0) now = Date.now();
      return now;
    },
    watch: (ticked: () => void): (() => void) => {
      if (watchers.size === 0) {
        now = Date.now();
        timer = setInterval(() => {
          now = Date.now();
          for (const each of watchers) each();
        }, intervalMs);
      }
      watchers.add(ticked);
      return () => {
        watchers.delete(ticked);
        if (watchers.size === 0) clearInterval(timer);
      };
    },
  };
}

const seconds = makeClock(1000);
const minutes = makeClock(30_000);

/** Unix milliseconds, renewed each second. For countdowns only: whoever uses it renders each second. */
export function useSecond(): number {
  return useSyncExternalStore(seconds.watch, seconds.read);
}

/** Unix milliseconds, renewed twice a minute. */
export function useMinute(): number {
  return useSyncExternalStore(minutes.watch, minutes.read);
}
