import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolatedDeclarationSync } from 'rolldown/experimental';
import type { Plugin } from 'vite';

/**
 * Writes the types of these files beside the bundle, under their own names. They may import each other and packages, but
 * nothing else of ours in what they export: `tsc -b` has checked them, here they are only cut out of the sources.
 */
export function declarations(folder: string, names: readonly string[]): Plugin {
  return {
    name: 'declarations',
    generateBundle() {
      for (const name of names) {
        const file = join(folder, `${name}.ts`);
        const { code, errors } = isolatedDeclarationSync(file, readFileSync(file, 'utf8'));
        const [error] = errors;
        if (error) this.error(`${file}: ${error.message}`);
        const source = code.replaceAll(/(from ["']\.\/[^"']+)\.ts(["'])/g, '$1.js$2');
        this.emitFile({ type: 'asset', fileName: `${name}.d.ts`, source });
      }
    },
  };
}
