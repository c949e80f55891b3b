import type { AccountId, ProjectKey } from '../../electron/contract/catalog.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';

export type ProjectGroup = {
  readonly id: string;
  /** The team, where the account has several. */
  readonly name: string;
  readonly keys: readonly ProjectKey[];
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The projects of an account by name; those of an organisation under their teams, also teams that have none. */
function groupProjects(state: CalmState, accountId: AccountId | undefined): readonly ProjectGroup[] {
  const projects = Object.values(state.projects)
    .filter((project) => project.accountId === accountId)
    .sort((a, b) => collator.compare(a.name, b.name));
  const names = new Map((state.accounts[accountId ?? '']?.teams ?? []).map(({ id, name }) => [id, name]));
  const teams = new Set([...names.keys(), ...projects.flatMap(({ teamId }) => teamId ?? [])]);
  if (teams.size < 2) return [{ id: '', name: text.sidebar.projects, keys: projects.map(({ key }) => key) }];
  return [...teams]
    .map((id) => ({
      id,
      name: names.get(id) ?? id,
      keys: projects.filter(({ teamId }) => teamId === id).map(({ key }) => key),
    }))
    .sort((a, b) => collator.compare(a.name, b.name));
}

const same = (a: readonly ProjectGroup[], b: readonly ProjectGroup[]) => JSON.stringify(a) === JSON.stringify(b);

export function useProjectGroups(accountId: AccountId | undefined): readonly ProjectGroup[] {
  return useSession((state) => groupProjects(state, accountId), same);
}
