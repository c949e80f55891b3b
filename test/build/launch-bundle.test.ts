import { build, type InlineConfig } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/build.ts';
import { mainBundle } from '../../build/bundles.ts';

type Chunk = { readonly code: string; readonly imports: readonly string[]; readonly modules: readonly string[] };

const chunks = new Map<string, Chunk>();

beforeAll(async () => {
  const config: InlineConfig = mainBundle({ root: projectRoot });
  const collect = {
    name: 'collect',
    generateBundle(_options: unknown, bundle: Readonly<Record<string, unknown>>) {
      for (const [name, part] of Object.entries(bundle)) {
        const { code, imports, modules } = part as Partial<Chunk> & { readonly modules?: object };
        if (code !== undefined) chunks.set(name, { code, imports: imports ?? [], modules: Object.keys(modules ?? {}) });
      }
    },
  };
  await build({
    ...config,
    build: { ...config.build, write: false },
    plugins: [...(config.plugins ?? []), collect],
  });
});

/** What has to be compiled before a part runs: the part, and all that it imports without a call. */
function partsOf(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name) || !chunks.has(name)) return known;
  known.add(name);
  for (const imported of chunks.get(name)?.imports ?? []) partsOf(imported, known);
  return known;
}
const kilobytesOf = (name: string) =>
  [...partsOf(name)].reduce((sum, each) => sum + (chunks.get(each)?.code.length ?? 0), 0) / 1000;
const packagesOf = (name: string) =>
  new Set(
    [...partsOf(name)]
      .flatMap((each) => chunks.get(each)?.modules ?? [])
      .flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
  );

test('what runs before tray and window are up is small, and has no schema library', () => {
  expect(kilobytesOf('index.js')).toBeLessThan(80);
  expect(packagesOf('index.js')).not.toContain('zod');
});

test('what the window needs to show its state has no part of the engine, the platform or a parser', () => {
  expect(kilobytesOf('front.js')).toBeLessThan(450);
  const late = ['ws', 'tldts', 'yaml', 'fflate', 'hostile', 'sudo-prompt'];
  expect(late.filter((name) => packagesOf('front.js').has(name))).toEqual([]);
});

test('a parser of files is loaded when one is opened, and the list of domains when somebody signs in', () => {
  expect(packagesOf('rest.js')).toContain('ws');
  expect(['tldts', 'yaml'].filter((name) => packagesOf('rest.js').has(name))).toEqual([]);
});
