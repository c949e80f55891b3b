import type { ProjectKey, ResourceKey } from '../../contract/catalog.ts';
import type { Shown } from '../catalog-plan.ts';
import { own } from '../records.ts';
import { gone, mayWish, type Ground, type TableOf } from './table.ts';

export type CatalogDeeds = {
  readonly refresh: () => Promise<void> | void;
  /** Asks for all of one resource; what comes of it is state. */
  readonly look: (key: ResourceKey) => void;
  /** Resolves when it was read, or could not be. */
  readonly readProject: (key: ProjectKey) => Promise<void>;
  readonly show: (shown: Shown) => void;
};

export function catalogCommands(
  { read }: Ground,
  deeds: CatalogDeeds,
): TableOf<'catalog.refresh' | 'catalog.look' | 'catalog.read' | 'catalog.show'> {
  return {
    'catalog.refresh': () => deeds.refresh(),
    'catalog.look': ({ key }) => {
      if (!mayWish(read(), key)) throw gone(key);
      deeds.look(key);
    },
    'catalog.read': async ({ project }) => {
      if (own(read().projects, project)) await deeds.readProject(project);
    },
    'catalog.show': ({ type: _type, ...shown }) => deeds.show(shown),
  };
}
