import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { nativeBufferutil } from '../../build/native-bufferutil.ts';
import type { Remote } from './calls.ts';
import type { Subject } from './figures.ts';
import type { Platform } from './near/client.ts';
import { start, startNode } from './spawn.ts';

export type Starter = { readonly start: (subject: Subject) => Promise<Remote>; readonly close: () => Promise<void> };

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles a client for Electron as the app is bundled; returns the file. */
async function bundle(name: string): Promise<string> {
  const outDir = join(root, 'out/bench', name);
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, `test/bench/near/engine-${name}.ts`),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      emitAssets: true,
      rolldownOptions: {
        external: ['electron', /^node:/],
        output: { format: 'es', entryFileNames: 'index.js', codeSplitting: false },
      },
    },
    plugins: [nativeBufferutil(join(root, 'node_modules/bufferutil'))],
  });
  return join(outDir, 'index.js');
}

async function bundleFor(subjects: readonly Subject[]): Promise<Map<Subject, string>> {
  const files = new Map<Subject, string>();
  if (subjects.includes('engine-electron')) files.set('engine-electron', await bundle('electron'));
  if (subjects.includes('engine-worker')) {
    await bundle('thread');
    files.set('engine-worker', await bundle('worker'));
  }
  return files;
}

/** Starts programs under test; each call a new process with addresses of its own. */
export async function openStarter(
  platform: Omit<Platform, 'prefix'> & { readonly caFile: string },
  subjects: readonly Subject[],
): Promise<Starter> {
  const files = await bundleFor(subjects);
  const desktop = files.size > 0 ? await openDesktop() : undefined;
  const electron = files.size > 0 ? await findElectron(() => {}) : undefined;
  let count = 0;

  function launch(subject: Subject): Remote {
    if (subject === 'official')
      return startNode('near/official.ts', 'client', { NODE_EXTRA_CA_CERTS: platform.caFile });
    const file = files.get(subject);
    if (file === undefined) return startNode(`near/${subject}.ts`, 'client');
    const userData = mkdtempSync(join(tmpdir(), 'bench-electron-'));
    const args = [file, ...electronArgs(() => {}), `--user-data-dir=${userData}`];
    return start({ name: subject, side: 'client', command: electron?.path ?? '', args, env: desktop?.env ?? {} });
  }

  return {
    async start(subject) {
      count += 1;
      const remote = launch(subject);
      const given: Platform = { ...platform, prefix: `127.33.${count}` };
      await remote.call('platform', given);
      return remote;
    },
    close: async () => await desktop?.close(),
  };
}
