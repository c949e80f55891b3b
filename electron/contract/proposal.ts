import type { ForwardId } from './forward.ts';
import type { Problem } from './problem.ts';
import type { Choice } from './profile.ts';

/** One forward that a file or a link asks for. Of a file's text nothing else is kept: it may hold secrets. */
export type Need = Choice & {
  readonly id: ForwardId;
  /** Where in the file, counted from 1; a link has no lines. */
  readonly line?: number;
  /** False where the file may also mean another one, or the word may mean something else. */
  readonly isSure: boolean;
};

/** What a `.portside.yaml` names and this computer does not know. */
export type UnknownNeed = { readonly name: string; readonly project: string; readonly line: number };

type NeedsKind = 'portside' | 'env' | 'link';

/** What a file or a link would do here. Nothing of it happens before the user says so. */
export type Proposal =
  | { readonly state: 'none' }
  /** Without a file it was a link. */
  | { readonly state: 'failed'; readonly file?: string; readonly problem: Problem }
  | {
      readonly state: 'ready';
      /** Absent with a link. */
      readonly file?: string;
      readonly kind: NeedsKind;
      /** The profile's name in a `.portside.yaml`. */
      readonly name?: string;
      readonly needs: readonly Need[];
      readonly unknown: readonly UnknownNeed[];
    };

/** Far more than any such file has; a larger one is refused unread. */
export const MAX_FILE_BYTES = 256 * 1024;
