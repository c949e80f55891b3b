/** So many times within this time are our lines written again after another program took them out. */
const REVERTS = { most: 2, withinMs: 10 * 60_000 };

/** Counts how often someone took out what we had written: twice is not by chance. */
export function countReverts(now: () => number): { readonly another: () => boolean; readonly forget: () => void } {
  let times: readonly number[] = [];
  return {
    /** Notes one; true when that is one too many. */
    another() {
      const at = now();
      times = [...times.filter((each) => at - each < REVERTS.withinMs), at];
      return times.length >= REVERTS.most;
    },
    forget() {
      times = [];
    },
  };
}
