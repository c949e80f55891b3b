import {
  parseResourceKey,
  projectKey,
  type Project,
  type ProjectKey,
  type Resource,
  type ResourceKey,
  resourceName,
} from './catalog.ts';
import type { Forward, ForwardId } from './forward.ts';
import { productionWord } from './text/desktop.ts';

/** What the user said of a project by hand; it counts more than its name. */
export type Mark = 'production' | 'not-production';

/** Why something is production. `word` is the pattern that matched. */
export type Production =
  | { readonly by: 'hand' }
  | { readonly by: 'name'; readonly word: string }
  | { readonly by: 'tag'; readonly word: string };

/** What the answer is read from; the whole state is one. */
export type ProductionGround = {
  readonly projects: Readonly<Record<ProjectKey, Project>>;
  readonly resources: Readonly<Record<ResourceKey, Resource>>;
  readonly marks: Readonly<Record<ProjectKey, Mark>>;
  readonly settings: { readonly productionPatterns: readonly string[] };
};

/** What turns the next word into its opposite: `non-prod` is no production. */
const NEGATIONS = new Set(['non', 'not', 'no']);

const own = <T>(book: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(book, key) ? book[key] : undefined;

/** `EU_ProdShop 2` → eu, prod, shop, 2 */
function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLocaleLowerCase('en')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** The same names are asked for again with every menu and every row. */
const MOST_KNOWN = 20_000;
const known = new WeakMap<readonly string[], Map<string, string | undefined>>();

/** The first pattern of which all words stand in the text, side by side, as whole words. */
export function matchedPattern(text: string, patterns: readonly string[]): string | undefined {
  const answers = known.get(patterns) ?? new Map<string, string | undefined>();
  known.set(patterns, answers);
  if (answers.has(text)) return answers.get(text);
  if (answers.size >= MOST_KNOWN) answers.clear();
  const answer = findPattern(text, patterns);
  answers.set(text, answer);
  return answer;
}

function findPattern(text: string, patterns: readonly string[]): string | undefined {
  const words = wordsOf(text);
  return patterns.find((pattern) => {
    const wanted = wordsOf(pattern);
    if (wanted.length === 0) return false;
    return words.some(
      (_, at) => wanted.every((word, offset) => words[at + offset] === word) && !NEGATIONS.has(words[at - 1] ?? ''),
    );
  });
}

/** Whether a project is production, and why. */
export function projectProduction(
  { projects, marks, settings }: Omit<ProductionGround, 'resources'>,
  key: ProjectKey,
): Production | undefined {
  const mark = own(marks, key);
  if (mark) return mark === 'production' ? { by: 'hand' } : undefined;
  const names = [own(projects, key)?.name ?? '', key.split('/')[2] ?? ''];
  for (const name of names) {
    const word = matchedPattern(name, settings.productionPatterns);
    if (word !== undefined) return { by: 'name', word };
  }
  return undefined;
}

/** Whether a resource is production: with its project, or by one of its own tags. Also of what the catalogue does not know. */
export function productionOf(ground: ProductionGround, id: ResourceKey): Production | undefined {
  const target = parseResourceKey(id);
  if (!target) return undefined;
  const key = projectKey(target.accountId, target.teamId, target.projectId);
  const whole = projectProduction(ground, key);
  if (whole || own(ground.marks, key)) return whole;
  for (const tag of own(ground.resources, id)?.tags ?? []) {
    const word = matchedPattern(tag, ground.settings.productionPatterns);
    if (word !== undefined) return { by: 'tag', word };
  }
  return undefined;
}

export const isProduction = (ground: ProductionGround, id: ResourceKey): boolean =>
  productionOf(ground, id) !== undefined;

/** `orders-db`, or `Production · orders-db`: for tray, notices and wherever there is only text. */
export function guardedName(ground: ProductionGround, id: ResourceKey): string {
  const name = resourceName(own(ground.resources, id), id);
  return isProduction(ground, id) ? `${productionWord()} · ${name}` : name;
}

/** Those of the forwards that would be switched on and are production: none of them without the user's word. */
export function unconfirmed(
  ground: ProductionGround & { readonly forwards: Readonly<Record<ForwardId, Forward>> },
  ids: readonly ForwardId[],
): readonly ForwardId[] {
  return ids.filter((id) => !own(ground.forwards, id)?.wish.on && isProduction(ground, id));
}
