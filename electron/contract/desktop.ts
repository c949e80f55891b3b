import type { About } from './about.ts';
import type { AccountId, ResourceKey } from './catalog.ts';
import type { Problem } from './problem.ts';
import type { ProfileId } from './profile.ts';

/** Where a tray item, a notice or a link leads in the window. */
export type Place =
  | { readonly kind: 'resource'; readonly key: ResourceKey }
  | { readonly kind: 'settings'; readonly section?: 'appearance' }
  | { readonly kind: 'profile'; readonly id: ProfileId }
  | { readonly kind: 'sign-in'; readonly accountId: AccountId };

/** Asked in the window, so that it looks like the rest of it and can be tested like the rest of it. */
export type Question =
  /** The first close: whether the app goes on without a window. */
  | { readonly kind: 'close' }
  /** Quitting while connections are open. */
  | { readonly kind: 'quit'; readonly forwards: number; readonly connections: number };

/** The app's place on this desktop; nothing of it survives a restart. */
export type Desktop = {
  /** Where the app is found without its window; `missing` where the desktop shows no tray. */
  readonly tray: 'tray' | 'menu-bar' | 'missing';
  /** Waits for an answer. */
  readonly question?: Question;
  /** The window is asked to lead here, and says when it has. */
  readonly place?: Place;
  readonly about?: About;
  /** Why the shortcut of the settings does nothing. */
  readonly shortcutProblem?: Problem;
};

export const unknownDesktop: Desktop = { tray: 'tray' };
