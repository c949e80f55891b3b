import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, projectRoot } from '../../build/build.ts';

describe('a build', () => {
  let root: string;
  const read = (file: string): string => readFileSync(join(root, 'out', file), 'utf8');

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'portside-build-'));
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    const folders = ['electron/system', 'electron/cli', 'electron/forwarding', 'renderer', 'build'];
    for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
    for (const name of ['cli/main', 'forwarding/forwarding', 'forwarding/types'])
      writeFileSync(join(root, `electron/${name}.ts`), 'export const answer: number = 42;');
    writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(root, 'electron/main.ts'),
      `import { app } from 'electron';\nimport { z } from 'zod';\nz.parse(app);`,
    );
    writeFileSync(join(root, 'electron/entry.ts'), `import { app } from 'electron';\napp.getName();`);
    for (const name of ['helper', 'helper-main'])
      writeFileSync(join(root, `electron/system/${name}.ts`), `export const helps = process.pid > 0;`);
    writeFileSync(
      join(root, 'electron/preload.ts'),
      `import { contextBridge } from 'electron';\ncontextBridge.exposeInMainWorld('here', 1);`,
    );
    writeFileSync(join(root, 'renderer/index.html'), '<!doctype html><script type="module" src="./main.ts"></script>');
    writeFileSync(join(root, 'renderer/main.ts'), `document.title = 'built';`);
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('makes one module of main with its packages inside, and leaves Electron outside', async () => {
    expect(await build({ root })).toBe(true);
    const imported = [...read('main/index.js').matchAll(/^import .* from "(.*)";$/gm)].map((match) => match[1]);
    expect(imported).toEqual(['electron']);
  });

  test('makes a preload that a sandbox can load, and a page with relative addresses', () => {
    expect(read('preload/index.cjs')).toMatch(/require\(["'`]electron["'`]\)/);
    expect(read('renderer/index.html')).toMatch(/src="\.\/assets\/[^"]+\.js"/);
  });

  test('is skipped while nothing changed, and done again on demand', async () => {
    expect(await build({ root })).toBe(false);
    expect(await build({ root, force: true })).toBe(true);
  });

  test('leaves the process as it was: what is tested afterwards is no production', async () => {
    const before = process.env['NODE_ENV'];
    await build({ root, force: true });
    expect(process.env['NODE_ENV']).toBe(before);
  });

  test('that failed is tried again', async () => {
    writeFileSync(join(root, 'renderer/main.ts'), `import './missing.ts';`);
    await expect(build({ root })).rejects.toThrow('missing.ts');
    await expect(build({ root })).rejects.toThrow('missing.ts');
    writeFileSync(join(root, 'renderer/main.ts'), `document.title = 'mended';`);
    expect(await build({ root })).toBe(true);
  });
});
