import type { AccountId, ProjectKey } from '../../electron/contract/catalog.ts';
import { summarise } from '../../electron/contract/status.ts';
import { shallow, useSession } from '../session.ts';

/** How many forwards of a project are live. */
export function useLiveCount(key: ProjectKey): number {
  return useSession((state) => {
    let live = 0;
    for (const forward of Object.values(state.forwards)) {
      if (forward.id.startsWith(`${key}/`) && summarise(forward) === 'live') live += 1;
    }
    return live;
  });
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The projects of an account by name. */
export function useProjectKeys(accountId: AccountId | undefined): readonly ProjectKey[] {
  return useSession(
    (state) =>
      Object.values(state.projects)
        .filter((project) => project.accountId === accountId)
        .sort((a, b) => collator.compare(a.name, b.name))
        .map((project) => project.key),
    shallow,
  );
}
