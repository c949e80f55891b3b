import type { ProjectKey, ResourceKey } from './catalog.ts';
import type { CommandOf } from './command.ts';
import type { ForwardId } from './forward.ts';
import type { Mark } from './production.ts';
import type { Profile, ProfileId } from './profile.ts';
import type { Proposal } from './proposal.ts';

/** What may switch production on, and so asks first. */
export type GuardedCommand = CommandOf<
  'forward.set' | 'forwards.set' | 'forwards.restore' | 'profile.set' | 'proposal.accept'
>;

/** The part of the state that puts forwards together. Times are Unix milliseconds. */
export type Groups = {
  /** With the time at which each was starred. */
  readonly favourites: Readonly<Record<ResourceKey, number>>;
  /** When each was last switched on; the newest few only. */
  readonly recent: Readonly<Record<ForwardId, number>>;
  readonly profiles: Readonly<Record<ProfileId, Profile>>;
  readonly marks: Readonly<Record<ProjectKey, Mark>>;
  /** On when the app last ended, and off until the user has answered. */
  readonly restorable: readonly ForwardId[];
  /** On when the app last ended, and off because they are production. */
  readonly heldBack: readonly ForwardId[];
  /** A command from outside the window that only the window can ask about. */
  readonly confirmation: { readonly state: 'none' } | { readonly state: 'asked'; readonly command: GuardedCommand };
  readonly proposal: Proposal;
};

export const noGroups: Groups = {
  favourites: {},
  recent: {},
  profiles: {},
  marks: {},
  restorable: [],
  heldBack: [],
  confirmation: { state: 'none' },
  proposal: { state: 'none' },
};

/** Narrows to what may be asked about. */
export function isGuarded(command: { readonly type: string }): command is GuardedCommand {
  return ['forward.set', 'forwards.set', 'forwards.restore', 'profile.set', 'proposal.accept'].includes(command.type);
}
