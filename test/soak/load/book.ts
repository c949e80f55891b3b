import type { Member } from '../cast.ts';

/** Something that must never happen. */
export type Violation = { readonly at: number; readonly load: string; readonly what: string };

/** A connection that ended in order before all was said. Whether the gateway ordered just that is judged elsewhere. */
export type CleanEnd = {
  readonly load: string;
  readonly member: Member;
  readonly openedAt: number;
  readonly at: number;
  readonly what: string;
};

export type Tally = { done: number; failed: number; bytes: number; readonly errors: Record<string, number> };

/** What the loads did and saw. Times are Unix milliseconds. */
export type Book = {
  readonly done: (load: string, bytes: number) => void;
  /** An honest failure: a reset, a refused connection. In a calm phase it is a violation. */
  readonly failed: (load: string, error: unknown) => void;
  /** A failure whose cause is older than the calm phase, or none at all, as with a datagram that is lost. */
  readonly excused: (load: string, error: unknown) => void;
  readonly violation: (load: string, what: string) => void;
  readonly cleanEnd: (end: Omit<CleanEnd, 'at'>) => void;
  readonly setCalm: (calm: boolean) => void;
  readonly isCalm: () => boolean;
  readonly tallies: () => Readonly<Record<string, Tally>>;
  /** What was found since the last call. */
  readonly take: () => { readonly violations: Violation[]; readonly cleanEnds: CleanEnd[] };
};

/** A wrong byte tends to be followed by a thousand more; the first ones tell enough. */
const KEPT = 200;

export function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' && code !== '' ? code : String(message ?? error);
}

export function createBook(): Book {
  const tallies: Record<string, Tally> = {};
  const violations: Violation[] = [];
  const cleanEnds: CleanEnd[] = [];
  let calm = false;

  const tallyOf = (load: string) => (tallies[load] ??= { done: 0, failed: 0, bytes: 0, errors: {} });

  const book: Book = {
    done(load, bytes) {
      const tally = tallyOf(load);
      tally.done += 1;
      tally.bytes += bytes;
    },
    failed(load, error) {
      book.excused(load, error);
      if (calm) book.violation(load, `failed in a calm phase: ${reasonOf(error)}`);
    },
    excused(load, error) {
      const tally = tallyOf(load);
      const reason = reasonOf(error);
      tally.failed += 1;
      tally.errors[reason] = (tally.errors[reason] ?? 0) + 1;
    },
    violation(load, what) {
      if (violations.length < KEPT) violations.push({ at: Date.now(), load, what });
    },
    cleanEnd(end) {
      if (cleanEnds.length < KEPT) cleanEnds.push({ ...end, at: Date.now() });
    },
    setCalm(next) {
      calm = next;
    },
    isCalm: () => calm,
    tallies: () => tallies,
    take: () => ({ violations: violations.splice(0), cleanEnds: cleanEnds.splice(0) }),
  };
  return book;
}
