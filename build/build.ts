import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build as viteBuild } from 'vite';
import {
  cliBundle,
  entryBundle,
  forwardingBundle,
  helperBundle,
  mainBundle,
  nodeHelperBundle,
  preloadBundle,
  rendererBundle,
} from './bundles.ts';
import { withLock } from './runtime/lock.ts';
import { isFresh, writeStamp } from './freshness.ts';

export const projectRoot = resolve(import.meta.dirname, '..');

type BuildOptions = {
  /** Folder of the project; this one unless a test builds another. */
  root?: string;
  /** Build even if nothing changed since the last time. */
  force?: boolean;
};

/**
 * Builds the app, the command line and the library into out/. Returns false when they were up to date. A failed build
 * leaves no stamp, so that the next one starts again.
 */
export async function build(options: BuildOptions = {}): Promise<boolean> {
  const root = options.root ?? projectRoot;
  const stamp = join(root, 'out/.built');
  const sources = ['electron', 'renderer', 'build', 'package.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  // Two builds at once would empty each other's folders; the second finds the first one's work and leaves it.
  return await withLock(join(root, 'out/.building'), async () => {
    if (options.force !== true && isFresh(stamp, sources)) return false;
    const beganAt = new Date();
    await rm(stamp, { force: true });
    await bundleAll(root);
    await writeStamp(stamp, beganAt);
    return true;
  });
}

/** React is bundled as for production whatever runs the build; what runs afterwards, tests for one, is not production. */
async function bundleAll(root: string): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    const app = [entryBundle, helperBundle, mainBundle, preloadBundle, rendererBundle];
    const bundles = [...app, cliBundle, nodeHelperBundle, forwardingBundle];
    // All have ended before one that failed is told: the next build empties the folders that they write to.
    const results = await Promise.allSettled(bundles.map((bundle) => viteBuild(bundle({ root }))));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

if (process.argv[1] === import.meta.filename) {
  const beganAt = performance.now();
  await build({ force: true });
  console.log(`Built into out/ in ${((performance.now() - beganAt) / 1_000).toFixed(1)} s.`);
}
