import { pause, type Addresses } from '../cast.ts';
import { createRandom, type Random } from '../random.ts';
import type { Book } from './book.ts';

export type LoadParts = {
  readonly addresses: Addresses;
  readonly book: Book;
  readonly random: Random;
  /** Aborted when the loads are to end. */
  readonly signal: AbortSignal;
};

/** Nothing may hang longer: the engine holds a connection for 30 s and finds a dead link within 35 s, three times at most. */
export const STUCK_MS = 120_000;

/** Rejects with `STUCK` in its words after `STUCK_MS`. */
export async function withinLimit<T>(what: string, job: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StuckError(`${what} hangs for ${STUCK_MS} ms`)), STUCK_MS);
  });
  try {
    return await Promise.race([job, late]);
  } finally {
    clearTimeout(timer);
  }
}

export class StuckError extends Error {}

/** Runs `turn` again and again with a rest between, until the signal. A turn that throws has failed honestly. */
export async function repeat(
  load: string,
  { book, signal, random }: LoadParts,
  restMs: number,
  turn: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    let rest = restMs;
    try {
      await turn();
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof StuckError) book.violation(load, error.message);
      else book.failed(load, error);
      rest = 200 + restMs;
    }
    await pause(rest * (0.5 + random.next()));
  }
}

/** Parts of its own for one of several workers, so that they do not take each other's numbers. */
export function forked(parts: LoadParts): LoadParts {
  return { ...parts, random: createRandom(parts.random.between(0, 2 ** 31)) };
}
