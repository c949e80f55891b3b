import { z } from 'zod';
import { parseResourceKey, type Account } from '../contract/catalog.ts';
import type { ForwardId, LocalAddress, Wish } from '../contract/forward.ts';
import { Guard } from '../contract/guard.ts';
import type { Hostnames } from '../contract/hostnames.ts';
import { isLoopback } from '../contract/loopback.ts';
import type { PlaceBook, SessionState } from '../contract/session.ts';
import { settingsShape } from '../contract/settings-schema.ts';
import { defaultSettings, type Settings } from '../contract/settings.ts';
import type { Book } from './records.ts';
import { savedReader } from './saved-book.ts';
import { catalogInState, type SavedCatalog } from './saved-catalog.ts';
import {
  choiceShape,
  emptySavedGroups,
  fromSavedGroups,
  migratedSettings,
  savedWish,
  toSavedGroups,
  type SavedGroups,
} from './saved-groups.ts';

/** Without secrets, statuses and problems: those are asked anew. */
type SavedAccount = Pick<Account, 'id' | 'host' | 'name' | 'scope' | 'expiresAt'>;

/** What survives a restart. */
export type Saved = SavedGroups & {
  readonly version: 1;
  readonly accounts: Book<SavedAccount>;
  readonly wishes: Readonly<Record<ForwardId, Wish>>;
  readonly places: PlaceBook;
  readonly served: Readonly<Record<ForwardId, readonly LocalAddress[]>>;
  readonly settings: Settings;
  readonly hostnames: Pick<Hostnames, 'wished' | 'preferred'>;
};

export const emptySaved: Saved = {
  ...emptySavedGroups,
  version: 1,
  accounts: {},
  wishes: {},
  places: {},
  served: {},
  settings: defaultSettings,
  hostnames: { wished: false, preferred: {} },
};

const mapBook = <T, U>(book: Book<T>, change: (value: T) => U): Book<U> =>
  Object.fromEntries(Object.entries(book).map(([key, value]) => [key, change(value)]));

export function toSaved(state: SessionState): Saved {
  return {
    version: 1,
    accounts: mapBook(state.accounts, ({ id, host, name, scope, expiresAt }) => ({
      id,
      host,
      name,
      scope,
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    wishes: mapBook(state.forwards, ({ id, wish }) => savedWish(id, wish, state.restorable)),
    ...toSavedGroups(state),
    places: state.places,
    served: state.served,
    settings: state.settings,
    hostnames: { wished: state.hostnames.wished, preferred: state.hostnames.preferred },
  };
}

const text = z.string().min(1).max(2048);

const SavedAccount = z.object({
  id: text,
  host: z.url({ protocol: /^https$/ }),
  name: z.string(),
  scope: z.enum(['team', 'org']),
  expiresAt: z.string().exactOptional(),
});

const Wish = z.object({
  on: z.boolean(),
  paused: z.literal(true).exactOptional(),
  ...choiceShape,
  guard: Guard.exactOptional(),
  stopAfterMinutes: z.number().int().min(1).exactOptional(),
  stopsAt: z.number().exactOptional(),
});

/** Only loopback: a damaged file must not make a private port reachable from the network. */
const Place = z.ipv4().startsWith('127.');
const Served = z.array(z.object({ host: z.string().refine(isLoopback), port: z.number().int().min(1).max(65_535) }));

/**
 * Reads what `toSaved` made, in this version or another, whatever happened to the file since. Each entry stands alone: one
 * that does not fit is left out and named in `broken` (as `<part>.<key>`), the rest lives. Unknown fields are passed over.
 * Nothing saved yet (undefined) is not broken. A `catalog` is what earlier versions kept here in the clear.
 */
export function fromSaved(raw: unknown): {
  readonly saved: Saved;
  readonly broken: string[];
  readonly catalog?: SavedCatalog;
} {
  if (raw === undefined || raw === null) return { saved: emptySaved, broken: [] };
  const reader = savedReader(raw);
  if (!reader) return { saved: emptySaved, broken: ['everything'] };
  const { part, book, broken } = reader;
  const settings = (): Settings => {
    const given = migratedSettings(part('settings'));
    const entries = Object.entries(settingsShape).map(([name, schema]) => {
      const parsed = schema.safeParse(given[name]);
      if (!parsed.success && given[name] !== undefined) broken.push(`settings.${name}`);
      return [name, parsed.success ? parsed.data : defaultSettings[name as keyof Settings]];
    });
    return Object.fromEntries(entries) as Settings;
  };
  const hostnames = part('hostnames');
  const wished = z.boolean().default(false).safeParse(hostnames['wished']);
  if (!wished.success) broken.push('hostnames.wished');

  const saved: Saved = {
    version: 1,
    accounts: book('accounts', SavedAccount, (account, key) => account.id === key),
    wishes: book('wishes', Wish, (_, key) => parseResourceKey(key) !== undefined),
    places: book('places', Place, () => true),
    served: book('served', Served, (_, key) => parseResourceKey(key) !== undefined),
    settings: settings(),
    hostnames: {
      wished: wished.success && wished.data,
      preferred: book('hostnames.preferred', text, () => true, hostnames),
    },
    ...fromSavedGroups(reader),
  };
  const catalog = catalogInState(raw);
  return { saved, broken, ...(catalog && { catalog }) };
}
