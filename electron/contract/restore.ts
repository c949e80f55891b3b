import type { ResourceKey } from './catalog.ts';
import type { Forward } from './forward.ts';
import { isProduction, type ProductionGround } from './production.ts';
import type { Restore } from './restore-policies.ts';

/** What happens at launch to a forward that was on: the user's choice, never for production, else the setting. */
export function restoreOf(
  ground: ProductionGround & { readonly settings: { readonly restore: Restore } },
  id: ResourceKey,
  wish: Forward['wish'] | undefined,
): Restore {
  return wish?.restore ?? (isProduction(ground, id) ? 'never' : ground.settings.restore);
}
