import type { ProjectKey } from '../../electron/contract/catalog.ts';
import { summarise } from '../../electron/contract/status.ts';
import { useSession } from '../session.ts';

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
