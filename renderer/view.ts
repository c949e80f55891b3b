import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { AccountId, ProjectKey, ResourceKey } from '../electron/contract/catalog.ts';
import type { GuardedCommand } from '../electron/contract/groups.ts';
import type { ProfileId } from '../electron/contract/profile.ts';
import type { CalmState } from '../electron/contract/session.ts';
import { useSession } from './session.ts';
import { COPIED_MS } from './ui/copy-button.tsx';
import { makeStore, type Store } from './ui/store.ts';

/** What the list shows. */
export type Page =
  | { readonly kind: 'live' }
  | { readonly kind: 'favourites' }
  | { readonly kind: 'profile'; readonly id: ProfileId }
  | { readonly kind: 'project'; readonly key: ProjectKey }
  | { readonly kind: 'activity' }
  /** The requests of one forward. */
  | { readonly kind: 'inspector'; readonly id: ResourceKey }
  | { readonly kind: 'settings'; readonly section: SettingsSection };

/** Every section that settings may have, in their order. */
export const SETTINGS_SECTIONS = [
  'general',
  'hostnames',
  'notifications',
  'appearance',
  'network',
  'clipboard',
  'production',
  'shortcuts',
  'control',
  'diagnostics',
  'about',
  'reset',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** What lies over the page. Without an account the sign-in is for a new one. */
export type Over =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'hostnames' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'key-file' }
  | { readonly kind: 'report' }
  | { readonly kind: 'sign-in'; readonly accountId?: AccountId }
  | { readonly kind: 'sign-out'; readonly accountId: AccountId }
  /** Production is to be switched on by this command. */
  | { readonly kind: 'confirm'; readonly command: GuardedCommand }
  /** A new profile, or the one with this id. */
  | { readonly kind: 'profile'; readonly id?: ProfileId }
  | { readonly kind: 'profile-delete'; readonly id: ProfileId };

/** Where the user is in the window: the window's own, and nobody else's business. */
export type View = {
  /** Undefined until the user has chosen: then `startPage` decides. */
  readonly page: Page | undefined;
  /** Where settings were opened from: the way back. */
  readonly before: Page | undefined;
  readonly accountId: AccountId | undefined;
  /** The resource in the details pane. */
  readonly selected: ResourceKey | undefined;
  /** The row that Tab enters. */
  readonly cursor: ResourceKey | undefined;
  /** Rows that are marked for the same deed. */
  readonly marked: ReadonlySet<ResourceKey>;
  /** Where marking with Shift begins. */
  readonly anchor: ResourceKey | undefined;
  readonly query: string;
  /** The row whose address was copied a moment ago. */
  readonly copied: ResourceKey | undefined;
  readonly over: Over | undefined;
};

type ViewStore = Store<View>;

const NONE: ReadonlySet<ResourceKey> = new Set();
/** What a new page or another query takes away. */
const unmarked = { marked: NONE, anchor: undefined };

export function makeView(): ViewStore {
  return makeStore<View>({
    page: undefined,
    before: undefined,
    accountId: undefined,
    selected: undefined,
    cursor: undefined,
    marked: NONE,
    anchor: undefined,
    query: '',
    copied: undefined,
    over: undefined,
  });
}

export const ViewContext = createContext<ViewStore | undefined>(undefined);

export function useViewStore(): ViewStore {
  const store = useContext(ViewContext);
  if (!store) throw new Error('used outside of ViewContext');
  return store;
}

export function useView<T>(select: (view: View) => T): T {
  const store = useViewStore();
  return useSyncExternalStore(store.subscribe, () => select(store.read()));
}

export type Moves = {
  readonly show: (page: Page) => void;
  readonly showSettings: (section?: SettingsSection) => void;
  /** From settings to the page before them. */
  readonly leaveSettings: () => void;
  readonly showAccount: (id: AccountId) => void;
  readonly select: (key: ResourceKey | undefined) => void;
  /** Where the list's focus is. Details that stand open follow it. */
  readonly setCursor: (key: ResourceKey) => void;
  /** Marks these rows and no others; the anchor stays where it is, if there is one, or is the given row. */
  readonly mark: (
    keys: readonly ResourceKey[],
    how: 'keep-anchor' | 'new-anchor',
    row: ResourceKey | undefined,
  ) => void;
  readonly unmark: () => void;
  readonly search: (query: string) => void;
  /** For a moment, also where the list is left meanwhile. */
  readonly sayCopied: (row: ResourceKey) => void;
  readonly lay: (over: Over | undefined) => void;
};

const movesOf = new WeakMap<ViewStore, Moves>();

function makeMoves(store: ViewStore): Moves {
  const change = (part: Partial<View>) => store.set({ ...store.read(), ...part });
  let saidCopied: ReturnType<typeof setTimeout> | undefined;
  return {
    show: (page) => change({ page, ...unmarked, selected: undefined, cursor: undefined, query: '' }),
    showSettings: (section = 'general') => {
      const { page, before } = store.read();
      change({
        page: { kind: 'settings', section },
        before: page?.kind === 'settings' ? before : page,
        ...unmarked,
        query: '',
      });
    },
    leaveSettings: () => change({ page: store.read().before, before: undefined }),
    showAccount: (accountId) =>
      change({ accountId, ...unmarked, page: undefined, selected: undefined, cursor: undefined, query: '' }),
    select: (selected) => change({ ...unmarked, selected, ...(selected !== undefined && { cursor: selected }) }),
    setCursor: (cursor) => change({ cursor, ...(store.read().selected !== undefined && { selected: cursor }) }),
    mark: (keys, how, row) =>
      change({ marked: new Set(keys), anchor: how === 'keep-anchor' ? (store.read().anchor ?? row) : row }),
    unmark: () => change(unmarked),
    search: (query) => change({ ...unmarked, query, cursor: undefined }),
    sayCopied: (copied) => {
      clearTimeout(saidCopied);
      change({ copied });
      saidCopied = setTimeout(() => change({ copied: undefined }), COPIED_MS);
    },
    lay: (over) => change({ over }),
  };
}

/** The same functions for the life of the window, so that they never make a row render again. */
export function useMoves(): Moves {
  const store = useViewStore();
  const moves = movesOf.get(store) ?? makeMoves(store);
  movesOf.set(store, moves);
  return moves;
}

type Place = Pick<View, 'page' | 'before' | 'accountId'>;

/** The account whose projects the sidebar shows. Undefined when signed out. */
function currentAccountId(state: CalmState, { page, before, accountId }: Place): AccountId | undefined {
  const shown = page?.kind === 'settings' ? before : page;
  const project = shown?.kind === 'project' ? state.projects[shown.key] : undefined;
  const wanted = project?.accountId ?? accountId;
  return wanted !== undefined && state.accounts[wanted] ? wanted : Object.keys(state.accounts)[0];
}

/** The project with the most wishes, the first by name among equals. */
function startProject(state: CalmState, accountId: AccountId | undefined): ProjectKey | undefined {
  const wishes = new Map<string | undefined, number>();
  for (const forward of Object.values(state.forwards)) {
    const key = forward.wish.on ? state.resources[forward.id]?.projectKey : undefined;
    wishes.set(key, (wishes.get(key) ?? 0) + 1);
  }
  const [first] = Object.values(state.projects)
    .filter((project) => project.accountId === accountId)
    .sort((a, b) => (wishes.get(b.key) ?? 0) - (wishes.get(a.key) ?? 0) || a.name.localeCompare(b.name));
  return first?.key;
}

function usePlace(): Place {
  const page = useView((view) => view.page);
  const before = useView((view) => view.before);
  const accountId = useView((view) => view.accountId);
  return { page, before, accountId };
}

export function useAccountId(): AccountId | undefined {
  const place = usePlace();
  return useSession((state) => currentAccountId(state, place));
}

/**
 * The page that is shown: the chosen one while it exists, undefined while there is no project at all. A start page is
 * chosen once and kept: a forward that comes up elsewhere must not turn the page.
 */
export function usePage(): Page | undefined {
  const store = useViewStore();
  const place = usePlace();
  const { page } = place;
  const key = useSession((state) => {
    if (page?.kind === 'profile' && state.profiles[page.id]) return undefined;
    if (page && page.kind !== 'project' && page.kind !== 'profile') return undefined;
    if (page?.kind === 'project' && state.projects[page.key]) return page.key;
    return startProject(state, currentAccountId(state, place));
  });
  useEffect(() => {
    if (key === undefined || (page?.kind === 'project' && page.key === key)) return;
    store.set({ ...store.read(), page: { kind: 'project', key } });
  }, [store, page, key]);
  return useMemo(() => {
    if (key !== undefined) return { kind: 'project', key };
    return page?.kind === 'project' ? undefined : page;
  }, [page, key]);
}
