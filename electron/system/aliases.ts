import type { Log } from '../base/log.ts';
import type { Helper } from './elevation-helper.ts';
import { needsAlias } from './loopback.ts';

type Maker = Pick<Helper, 'alias'>;

/**
 * Loopback addresses that the helper makes where the system has none but 127.0.0.1. They go with the helper, while those who
 * listen there stay: the next helper makes them anew, or names would lead to addresses that nobody can reach.
 */
export function keepAliases({
  log,
  platform = process.platform,
}: {
  readonly log: Log;
  readonly platform?: NodeJS.Platform;
}) {
  const made = new Set<string>();
  let helper: Maker | undefined;
  return {
    /** Makes it if a helper runs; else nothing happens. Rejects with a `Failure`. */
    want: async (address: string): Promise<void> => {
      if (!helper || !needsAlias(address, platform)) return;
      await helper.alias(address, 'add');
      made.add(address);
    },
    /** The helper that there is from now on. */
    use: (next: Maker | undefined): void => {
      helper = next;
      for (const address of made)
        next?.alias(address, 'add').catch((error: unknown) => log.warn('no address', { address, error }));
    },
  };
}
