import { z } from 'zod';
import { instanceName, loopbackHost, portNumber } from '../contract/commands/shapes.ts';
import { parseResourceKey } from '../contract/catalog.ts';
import type { ForwardId, Wish } from '../contract/forward.ts';
import type { Groups } from '../contract/groups.ts';
import { MAX_PROFILE_NAME, type Profile } from '../contract/profile.ts';
import { RESTORES } from '../contract/restore-policies.ts';
import type { SessionState } from '../contract/session.ts';
import type { SavedReader } from './saved-book.ts';

export type SavedGroups = Pick<Groups, 'favourites' | 'recent' | 'profiles' | 'marks'>;

export const emptySavedGroups: SavedGroups = { favourites: {}, recent: {}, profiles: {}, marks: {} };

export const toSavedGroups = ({ favourites, recent, profiles, marks }: SessionState): SavedGroups => ({
  favourites,
  recent,
  profiles,
  marks,
});

/** What waits for an answer was on when the app ended: without an answer it is asked about again. */
export function savedWish(id: ForwardId, wish: Wish, restorable: Groups['restorable']): Wish {
  return restorable.includes(id) ? { ...wish, on: true } : wish;
}

const time = z.number().min(0);
const isKey = (key: string) => parseResourceKey(key) !== undefined;

/** The part of a wish that profiles have as well. */
export const choiceShape = {
  ports: z.array(portNumber).exactOptional(),
  instance: instanceName.exactOptional(),
  local: z
    .record(
      z.string().regex(/^[1-9]\d{0,4}$/),
      z.object({ host: loopbackHost.exactOptional(), port: portNumber.exactOptional() }),
    )
    .exactOptional(),
  restore: z.enum(RESTORES).exactOptional(),
};

const SavedChoice = z.object(choiceShape);
const SavedProfile = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(MAX_PROFILE_NAME),
  entries: z.unknown(),
});

/** A profile lives on without the entries that do not fit. */
function profileOf(reader: SavedReader, { id, name, entries }: z.infer<typeof SavedProfile>): Profile {
  return { id, name, entries: reader.book(`profiles.${id}.entries`, SavedChoice, (_, key) => isKey(key), { entries }) };
}

export function fromSavedGroups(reader: SavedReader): SavedGroups {
  const profiles = reader.book('profiles', SavedProfile, (profile, key) => profile.id === key);
  return {
    favourites: reader.book('favourites', time, (_, key) => isKey(key)),
    recent: reader.book('recent', time, (_, key) => isKey(key)),
    profiles: Object.fromEntries(Object.entries(profiles).map(([id, each]) => [id, profileOf(reader, each)])),
    marks: reader.book('marks', z.enum(['production', 'not-production']), (_, key) => key.split('/').length === 3),
  };
}

/** Settings of a version before 0.2 said only whether forwards come back. */
export function migratedSettings(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { reconnectAtLaunch } = given;
  if (typeof reconnectAtLaunch !== 'boolean' || Object.hasOwn(given, 'restore')) return given;
  return { ...given, restore: reconnectAtLaunch ? 'always' : 'never' };
}
