import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isFresh, writeStamp } from '../../build/freshness.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const date = (name: string, seconds: number): void => utimesSync(at(name), seconds, seconds);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portside-fresh-'));
  mkdirSync(at('source/deep'), { recursive: true });
  writeFileSync(at('source/deep/a.ts'), '');
  for (const name of ['source/deep/a.ts', 'source/deep', 'source']) date(name, 1_000);
  await writeStamp(at('out/.built'), new Date(2_000_000));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fresh = (): boolean => isFresh(at('out/.built'), [at('source'), at('not-there')]);

describe('a build', () => {
  test('is fresh as long as no source is younger than its beginning', () => {
    expect(fresh()).toBe(true);
    date('source/deep/a.ts', 2_001);
    expect(fresh()).toBe(false);
  });

  test('is not fresh after a file was deleted, for that dates its folder', () => {
    rmSync(at('source/deep/a.ts'));
    expect(fresh()).toBe(false);
  });

  test('that never was is not fresh', () => {
    rmSync(at('out'), { recursive: true });
    expect(fresh()).toBe(false);
  });
});
