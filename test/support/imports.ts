import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Source files by their path from the root of the repository, with `/`. */
export type Sources = ReadonlyMap<string, string>;

export function readSources(root: string, folders: readonly string[]): Sources {
  const files = folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        `${folder}/${name}`.replaceAll(path.sep, '/'),
      ),
    );
  return new Map(
    files
      .filter((file) => /\.(?:tsx?|css)$/.test(file))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

const IMPORT =
  /(?:^|[;}\s])(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/gm;
const COMMENT = /\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** What the file imports, as written: types, effects and calls too. */
export function importsOf(source: string): string[] {
  return [...source.replaceAll(COMMENT, '').matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
}

/** The path that a relative import leads to; undefined for a package. */
export function target(from: string, imported: string): string | undefined {
  return imported.startsWith('.') ? path.posix.join(path.posix.dirname(from), imported) : undefined;
}

/** Groups of files that import each other in a circle, each as `a → b → a`. */
export function cyclesIn(sources: Sources): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) found.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const imported of importsOf(sources.get(file) ?? '')) {
      const next = target(file, imported);
      if (next !== undefined && sources.has(next)) visit(next, [...way, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}
