import type { LucideIcon } from 'lucide-react';
import { type Hay, hasAll, makeHay, score, wordsOf } from './score.ts';

/** Something that the palette can do or go to. */
export type Entry = {
  /** Stable over openings: by it an entry is known as used lately. */
  readonly id: string;
  readonly title: string;
  /** Where it belongs, in few words. */
  readonly note?: string;
  readonly icon: LucideIcon;
  readonly kind: 'command' | 'page' | 'profile' | 'project' | 'resource';
  /** Further words by which it is found, never shown. */
  readonly words?: string;
  readonly run: () => void;
  /** What Ctrl/⌘ with Enter does, and how that is called. */
  readonly second?: { readonly label: string; readonly run: () => void };
};

type Indexed = { readonly entry: Entry; readonly title: Hay; readonly rest: Hay };

export const index = (entries: readonly Entry[]): readonly Indexed[] =>
  entries.map((entry) => ({
    entry,
    title: makeHay(entry.title),
    rest: makeHay(`${entry.title} ${entry.note ?? ''} ${entry.words ?? ''}`),
  }));

export const MOST_SHOWN = 50;
/** A fit in the title outweighs one in what stands beside it. */
const REST_WEIGHT = 0.6;
const RECENT_BONUS = 6;
const COMMAND_BONUS = 1;

/** The best for a query; without one, what was used lately and then commands and pages. */
export function find(all: readonly Indexed[], query: string, recent: readonly string[]): readonly Entry[] {
  const words = wordsOf(query);
  if (words.length === 0) {
    const byId = new Map(all.map(({ entry }) => [entry.id, entry]));
    const lately = recent.flatMap((id) => byId.get(id) ?? []);
    const others = all.filter(({ entry }) => !recent.includes(entry.id)).map(({ entry }) => entry);
    const first = others.filter(({ kind }) => kind === 'command' || kind === 'page');
    const last = others.filter(({ kind }) => kind !== 'command' && kind !== 'page');
    return [...lately, ...first, ...last].slice(0, MOST_SHOWN);
  }
  const found: { readonly entry: Entry; readonly fit: number }[] = [];
  for (const { entry, title, rest } of all) {
    if (!hasAll(words, rest)) continue;
    const fit = Math.max(score(words, title), score(words, rest) * REST_WEIGHT);
    if (fit <= 0) continue;
    const at = recent.indexOf(entry.id);
    const bonus = (at < 0 ? 0 : RECENT_BONUS / (at + 1)) + (entry.kind === 'command' ? COMMAND_BONUS : 0);
    found.push({ entry, fit: fit + bonus });
  }
  return found
    .sort((a, b) => b.fit - a.fit)
    .slice(0, MOST_SHOWN)
    .map(({ entry }) => entry);
}
