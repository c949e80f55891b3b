import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packAsar } from '../../build/runtime/asar.ts';

type Asar = {
  listPackage: (archive: string, options: { isPack: boolean }) => string[];
  extractFile: (archive: string, name: string) => Buffer;
};

test("an archive is read by Electron's own tool, names and bodies of any length", () => {
  const { extractFile, listPackage } = createRequire(import.meta.url)('@electron/asar') as Asar;
  const folder = mkdtempSync(join(tmpdir(), 'portside-asar-'));
  const archive = join(folder, 'made.asar');
  const files = { 'package.json': '{"main":"main.js"}', 'main.js': 'ü'.repeat(1_001), 'empty.txt': '' };
  writeFileSync(archive, packAsar(files));
  expect(listPackage(archive, { isPack: false })).toEqual(['/package.json', '/main.js', '/empty.txt']);
  for (const [name, body] of Object.entries(files)) expect(extractFile(archive, name).toString()).toBe(body);
  rmSync(folder, { recursive: true, force: true });
});
