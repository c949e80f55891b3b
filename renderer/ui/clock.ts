import { useSyncExternalStore } from 'react';

/**
 * Milliseconds until the next multiple of this, counted from when the page began. What is told at such times falls into
 * one frame: each frame costs layout, paint and a round through the compositor, whatever little has changed.
 */
export function untilNext(intervalMs: number): number {
  const leftMs = intervalMs - (performance.now() % intervalMs);
  // A timer may fire a moment early.
  return leftMs < 5 ? leftMs + intervalMs : leftMs;
}

/** One timer for all who watch, and none while nobody does or the window is hidden. */
function makeClock(intervalMs: number) {
  const watchers = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let now = Date.now();

  function tick(): void {
    go();
    now = Date.now();
    for (const each of watchers) each();
  }

  function go(): void {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') timer = setTimeout(tick, untilNext(intervalMs));
  }

  return {
    /** Unix milliseconds of the last tick; fresh while nobody watches. */
    read: (): number => {
      if (watchers.size === 0) now = Date.now();
      return now;
    },
    watch: (ticked: () => void): (() => void) => {
      if (watchers.size === 0) {
        now = Date.now();
        go();
        document.addEventListener('visibilitychange', tick);
      }
      watchers.add(ticked);
      return () => {
        watchers.delete(ticked);
        if (watchers.size > 0) return;
        clearTimeout(timer);
        document.removeEventListener('visibilitychange', tick);
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
