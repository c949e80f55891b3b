import type { Token } from './answers.ts';

/** What Portside cannot work without, in Northflank's own words. */
const NEEDED = {
  teams: 'Organisation > Team > General > Read',
  projects: 'Project > Projects > Manage > Read',
  services: 'Project > Services > General > Read',
  addons: 'Project > Addons > General > Read',
} as const;

/** What a request needs. */
export const PERMISSIONS = {
  ...NEEDED,
  serviceInstances: 'Project > Services > Deployment > View Instances',
  addonInstances: 'Project > Addons > Deployment > View Instances',
} as const;

const wordsOf = (permission: string): string[] => permission.toLowerCase().match(/[a-z]+/g) ?? [];
const SCOPES = new Set(['project', 'team', 'organisation', 'organization', 'org']);

/** `Project > Services` grants what stands below it too. */
const grants = (granted: readonly string[], needed: readonly string[]) =>
  granted.length > 1 && granted.every((word, index) => needed[index] === word);

/**
 * Needed permissions that are not among those that the platform lists. Its notation is documented nowhere: undefined where
 * it lists none, or in words that are not understood, because a warning that may be wrong is worse than none.
 */
export function missingPermissions(permissions: Token['permissions'], listsTeams: boolean): string[] | undefined {
  if (!permissions) return undefined;
  const all = [...permissions.orgScope, ...permissions.teamScope, ...permissions.projectScope].map(wordsOf);
  const isUnderstood = all.some((words) => words.length >= 3 && SCOPES.has(words[0] ?? ''));
  if (!isUnderstood) return undefined;
  const needed = Object.entries(NEEDED).flatMap(([what, words]) => (what !== 'teams' || listsTeams ? [words] : []));
  return needed.filter((each) => !all.some((granted) => grants(granted, wordsOf(each))));
}
