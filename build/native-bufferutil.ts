import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const VIRTUAL = '\0bufferutil';

/** Loads the addon beside the bundle; where none was built for the machine, masks in JavaScript as the package does. */
const LOADER = `
import { createRequire } from 'node:module';
import fallback from 'bufferutil/fallback.js';
let native = fallback;
try {
  native = createRequire(import.meta.url)(\`./native/\${process.platform}-\${process.arch}/bufferutil.node\`);
} catch {}
export const mask = native.mask;
const unmask = native.unmask;
export default native;
`;

/**
 * `bufferutil` finds its addon by walking its own package folder, which a bundle does not have. This plugin puts the
 * addons it ships (and one compiled at installation) into out/main/native and loads the right one from there, so that
 * the packaged app masks frames natively and still ships no node_modules. `utf-8-validate` stays outside: Node's own
 * check serves, and ws does without the package.
 */
export function nativeBufferutil(packageFolder: string): Plugin {
  return {
    name: 'native-bufferutil',
    enforce: 'pre',
    resolveId(source) {
      if (source === 'bufferutil') return VIRTUAL;
      return source === 'utf-8-validate' ? { id: source, external: true } : null;
    },
    load(id) {
      return id === VIRTUAL ? LOADER : null;
    },
    generateBundle() {
      for (const { system, file } of findAddons(packageFolder)) {
        this.emitFile({ type: 'asset', fileName: `native/${system}/bufferutil.node`, source: readFileSync(file) });
      }
    },
  };
}

function findAddons(packageFolder: string): { system: string; file: string }[] {
  const prebuilds = join(packageFolder, 'prebuilds');
  const shipped = existsSync(prebuilds) ? readdirSync(prebuilds) : [];
  const addons = shipped.map((system) => ({ system, file: join(prebuilds, system, 'bufferutil.node') }));
  const compiled = join(packageFolder, 'build/Release/bufferutil.node');
  const here = `${process.platform}-${process.arch}`;
  if (existsSync(compiled) && !shipped.includes(here)) addons.push({ system: here, file: compiled });
  return addons.filter(({ file }) => existsSync(file));
}
