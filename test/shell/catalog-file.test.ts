import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogFile } from '../../electron/shell/catalog-file.ts';
import type { Sealer } from '../../electron/shell/key-store.ts';
import { recordLines } from '../support/lines.ts';

let folder: string;
let lines: ReturnType<typeof recordLines>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portside-catalog-'));
  lines = recordLines();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Turns bytes round, so that a sealed text does not show what it holds. */
const mirror: Sealer = {
  seal: (text) => Promise.resolve(Buffer.from(Buffer.from(text).toReversed())),
  unseal: (sealed) =>
    Promise.resolve({ text: Buffer.from(Uint8Array.from(sealed).toReversed()).toString(), isOld: false }),
};
const open = (sealer: Sealer | 'basic' = mirror) => openCatalogFile(folder, () => Promise.resolve(sealer), lines.log);
const place = () => path.join(folder, 'catalog.sealed');
const CONTENT = ['{"version":1}', '{"project":"storefront"}', 'ä'.repeat(100_000)];

test('what is written is read by the next run', async () => {
  await open().write(CONTENT);
  expect(await open().read()).toEqual(CONTENT);
  await open().write(['{}']);
  expect(await open().read()).toEqual(['{}']);
  expect(await readdir(folder)).toEqual(['catalog.sealed']);
});

test('nobody reads names in the file, and only its owner may read it at all', async () => {
  await open().write(CONTENT);
  const content = await readFile(place());
  expect(content.includes('storefront')).toBe(false);
  expect(content.includes('version')).toBe(false);
  expect((await stat(place())).mode & 0o777).toBe(0o600);
});

test('the same content looks different each time', async () => {
  const file = open();
  await file.write(CONTENT);
  const first = await readFile(place());
  await file.write(CONTENT);
  expect((await readFile(place())).equals(first)).toBe(false);
});

test('without a key store nothing is written, and what an earlier run had written goes', async () => {
  await open().write(CONTENT);
  const file = open('basic');
  expect(await file.read()).toEqual([]);
  await file.write(CONTENT);
  expect(await readdir(folder)).toEqual([]);
});

test('where there is no file there is nothing', async () => {
  expect(await open().read()).toEqual([]);
  expect(lines.text()).toBe('');
});

describe('a file that cannot be trusted is thrown away and nothing else happens', () => {
  const damage = async (change: (content: Buffer) => Buffer) => {
    await open().write(CONTENT);
    await writeFile(place(), change(await readFile(place())));
    expect(await open().read()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    expect(lines.text()).toContain('left out');
  };

  test('a flipped bit, wherever it is', async () => {
    await open().write(['{"a":1}']);
    const { length } = await readFile(place());
    for (let at = 0; at < length; at += 1) {
      await open().write(['{"a":1}']);
      const content = await readFile(place());
      content[at] = (content[at] ?? 0) ^ 1;
      await writeFile(place(), content);
      expect(await open().read()).toEqual([]);
    }
  });

  test('cut off', () => damage((content) => content.subarray(0, content.length - 5)));
  test('cut off in its head', () => damage((content) => content.subarray(0, 12)));
  test('empty', () => damage(() => Buffer.alloc(0)));
  test('something else', () => damage(() => Buffer.from('{"projects":{}}')));

  test('sealed by another key store', async () => {
    await open().write(CONTENT);
    const other: Sealer = {
      ...mirror,
      unseal: () => Promise.reject(new Error('the key store does not know this')),
    };
    expect(await open(other).read()).toEqual([]);
  });
});

test('a folder that cannot be written costs the cache and nothing else', async () => {
  const file = openCatalogFile(path.join(folder, 'missing'), () => Promise.resolve(mirror), lines.log);
  await file.write(CONTENT);
  expect(lines.text()).toContain('could not be saved');
});
