import type { CleanEnd, Tally, Violation } from './load/book.ts';
import type { LoggedFault } from './storm.ts';
import type { Sample } from './subject.ts';

export type TimedSample = Sample & { readonly at: number };

/** A violation with what was done to the platform before it. */
export type Finding = Violation & { readonly after: readonly string[] };

/** All that is known of one run; the report is made of it. Times are Unix milliseconds. */
export type Journal = {
  readonly faults: LoggedFault[];
  readonly samples: TimedSample[];
  readonly cycles: { readonly endedAt: number; readonly liveAfterMs: number; readonly calmMs: number }[];
  readonly violations: Violation[];
  readonly cleanEnds: CleanEnd[];
  tallies: Readonly<Record<string, Tally>>;
  /** What the loads found at the end in the database and the counters. */
  verified: unknown;
  /** Before anything was opened, and after everything was closed. */
  before: Sample | undefined;
  after: Sample | undefined;
  readonly seed: number;
  readonly startedAt: number;
  readonly violate: (load: string, what: string) => void;
};

export function createJournal(seed: number): Journal {
  const violations: Violation[] = [];
  return {
    seed,
    startedAt: Date.now(),
    verified: undefined,
    before: undefined,
    after: undefined,
    faults: [],
    samples: [],
    cycles: [],
    violations,
    cleanEnds: [],
    tallies: {},
    violate: (load, what) => void violations.push({ at: Date.now(), load, what }),
  };
}

/** How long after the gateway's order the end may be seen: the last bytes are delivered first. */
const ORDERED_MS = 15_000;

/** Whether the gateway was told to close just this with 1000, which is its word for "all has been said". */
function wasOrdered({ member, openedAt, at }: CleanEnd, faults: readonly LoggedFault[]): boolean {
  return faults.some(
    (fault) =>
      fault.how === 'close-1000' &&
      (fault.member === undefined || fault.member === member) &&
      fault.doneAt >= openedAt &&
      at >= fault.at &&
      at - fault.doneAt < ORDERED_MS,
  );
}

const BEFORE = 4;

function faultsBefore(at: number, faults: readonly LoggedFault[]): string[] {
  return faults
    .filter((fault) => fault.at <= at)
    .slice(-BEFORE)
    .map((fault) => `${((at - fault.at) / 1000).toFixed(1)} s before: ${fault.name} (${fault.detail})`);
}

/** Every violation, and how many early ends in order were what the gateway had been told to do. */
export function judge({ violations, cleanEnds, faults }: Journal): { findings: Finding[]; ordered: number } {
  const early = cleanEnds.filter((end) => !wasOrdered(end, faults));
  const all = [...violations, ...early.map(({ at, load, what }) => ({ at, load, what }))];
  return {
    findings: all.sort((a, b) => a.at - b.at).map((each) => ({ ...each, after: faultsBefore(each.at, faults) })),
    ordered: cleanEnds.length - early.length,
  };
}
