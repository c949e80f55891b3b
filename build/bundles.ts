import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';
import { declarations } from './declarations.ts';
import { nativeBufferutil } from './native-bufferutil.ts';

/** Floors of what the oldest Electron that runs the app understands. */
const CHROME = 'chrome130';
const NODE = 'node20';

/** Nonce that the development server gives its inline scripts; the shell's development policy names the same one. */
const DEV_NONCE = 'dev';

type NodeBundleName = 'entry' | 'helper' | 'node-helper' | 'main' | 'preload' | 'cli' | 'forwarding';

type BundleOptions = {
  /** Folder of the project. */
  root: string;
  /** Rebuild on every change and call `onBuilt` after each build. */
  watch?: boolean;
  onBuilt?: (bundle: NodeBundleName) => void;
};

/** electron/entry.ts, which loads one of the next two by what it was started for. */
export function entryBundle(options: BundleOptions): InlineConfig {
  return nodeBundle(options, { name: 'entry', format: 'es', file: 'index.js', plugins: [] });
}

/** What runs with more rights, alone: nothing of the app and no package is in it. */
export function helperBundle(options: BundleOptions): InlineConfig {
  return nodeBundle(options, { name: 'helper', source: 'system/helper', format: 'es', file: 'index.js', plugins: [] });
}

/** The same for a plain Node, started by the command line. */
export function nodeHelperBundle(options: BundleOptions): InlineConfig {
  const bundle = { name: 'node-helper', source: 'system/helper-main', format: 'es', file: 'index.js' } as const;
  return nodeBundle(options, { ...bundle, plugins: [] });
}

/** electron/main.ts as ES modules, one for each step of a start; every package but Electron is inside. */
export function mainBundle(options: BundleOptions): InlineConfig {
  const native = nativeBufferutil(join(options.root, 'node_modules/bufferutil'));
  return nodeBundle(options, { name: 'main', format: 'es', file: 'index.js', isSplit: true, plugins: [native] });
}

/** electron/preload.ts as one CommonJS file: a sandboxed preload can be nothing else. */
export function preloadBundle(options: BundleOptions): InlineConfig {
  return nodeBundle(options, { name: 'preload', format: 'cjs', file: 'index.cjs', plugins: [] });
}

/** electron/cli/main.ts, the command `portside` for a plain Node and for the installed app. */
export function cliBundle(options: BundleOptions): InlineConfig {
  const plugins = [nativeBufferutil(join(options.root, 'node_modules/bufferutil')), executable('portside.js')];
  const bundle = { name: 'cli', source: 'cli/main', format: 'es', file: 'portside.js', isSplit: true } as const;
  return nodeBundle(options, { ...bundle, plugins });
}

/** electron/forwarding/forwarding.ts, the library `portside/forwarding`, with its types. */
export function forwardingBundle(options: BundleOptions): InlineConfig {
  const native = nativeBufferutil(join(options.root, 'node_modules/bufferutil'));
  const types = declarations(join(options.root, 'electron/forwarding'), ['forwarding', 'types']);
  const bundle = { source: 'forwarding/forwarding', format: 'es', file: 'index.js' } as const;
  return nodeBundle(options, { name: 'forwarding', ...bundle, plugins: [native, types] });
}

/** The window's page with relative addresses, so that it can be served under any scheme. */
export function rendererBundle(options: Pick<BundleOptions, 'root'>): InlineConfig {
  return {
    configFile: false,
    root: join(options.root, 'renderer'),
    base: './',
    logLevel: 'warn',
    cacheDir: join(options.root, 'node_modules/.vite'),
    plugins: [react()],
    build: {
      outDir: join(options.root, 'out/renderer'),
      emptyOutDir: true,
      target: CHROME,
      modulePreload: { polyfill: false },
      // The page's policy allows no data: fonts or scripts; files are served as fast.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
    },
  };
}

/** The same page from a server that replaces modules while the app runs. */
export function rendererServer(options: Pick<BundleOptions, 'root'>): InlineConfig {
  return {
    ...rendererBundle(options),
    html: { cspNonce: DEV_NONCE },
    server: { host: '127.0.0.1', port: 5317, strictPort: false },
  };
}

type NodeBundle = {
  name: NodeBundleName;
  /** Below electron/, where it is not the name. */
  source?: string;
  format: 'es' | 'cjs';
  file: string;
  plugins: Plugin[];
  /** What is imported by a call becomes a file of its own. */
  isSplit?: boolean;
};

function nodeBundle(options: BundleOptions, bundle: NodeBundle): InlineConfig {
  const { onBuilt } = options;
  const announce: Plugin[] =
    onBuilt === undefined ? [] : [{ name: 'announce-build', closeBundle: () => onBuilt(bundle.name) }];
  return {
    configFile: false,
    root: options.root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(options.root, `electron/${bundle.source ?? bundle.name}.ts`),
      outDir: join(options.root, `out/${bundle.name}`),
      emptyOutDir: true,
      target: NODE,
      minify: false,
      emitAssets: true, // the native addon; a server build drops assets by default
      sourcemap: options.watch === true,
      watch: options.watch === true ? {} : null,
      rolldownOptions: {
        external: ['electron', /^electron\//, /^node:/],
        output: {
          format: bundle.format,
          entryFileNames: bundle.file,
          chunkFileNames: '[name].js',
          codeSplitting: bundle.isSplit === true,
        },
      },
    },
    plugins: [...bundle.plugins, ...announce],
  };
}

/** A command may be started by its path. */
function executable(file: string): Plugin {
  return { name: 'executable', writeBundle: ({ dir = '' }) => chmodSync(join(dir, file), 0o755) };
}
