import type { ResourceKey } from '../../contract/catalog.ts';
import type { Shown } from '../catalog-plan.ts';
import { gone, mayWish, type Ground, type TableOf } from './table.ts';

export type CatalogDeeds = {
  readonly refresh: () => Promise<void> | void;
  /** Asks for all of one resource; what comes of it is state. */
  readonly look: (key: ResourceKey) => void;
  readonly show: (shown: Shown) => void;
};

export function catalogCommands(
  { read }: Ground,
  deeds: CatalogDeeds,
): TableOf<'catalog.refresh' | 'catalog.look' | 'catalog.show'> {
  return {
    'catalog.refresh': () => deeds.refresh(),
    'catalog.look': ({ key }) => {
      if (!mayWish(read(), key)) throw gone(key);
      deeds.look(key);
    },
    'catalog.show': ({ type: _type, ...shown }) => deeds.show(shown),
  };
}
