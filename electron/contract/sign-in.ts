import type { Problem } from './problem.ts';

/** A sign-in under way, or the reason why the last one failed. */
export type SignIn =
  | { readonly state: 'idle' }
  | { readonly state: 'checking' }
  /** `asking`: for a login page. `waiting`: it is open in the user's browser, at this host. */
  | { readonly state: 'browser'; readonly step: 'asking' }
  | { readonly state: 'browser'; readonly step: 'waiting'; readonly page: string }
  | { readonly state: 'failed'; readonly problem: Problem };

/** A login of the official command line; its token never leaves main. */
export type CliLogin = {
  readonly name: string;
  /** API base without trailing slash. */
  readonly host: string;
  /** The one that the command line uses. */
  readonly isCurrent: boolean;
};

/** What was found when the sign-in page was last shown. */
export type CliLogins = {
  readonly list: readonly CliLogin[];
  readonly problem?: Problem;
};

export const noCliLogins: CliLogins = { list: [] };
