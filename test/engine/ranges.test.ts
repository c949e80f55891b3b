import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

test('no two test files forward to the same addresses, since they run at the same time', () => {
  const owners = new Map<string, Set<string>>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.test.ts')) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, range = ''] of text.matchAll(/first: '(127\.24\.\d+)\.\d+'/g))
      owners.set(range, (owners.get(range) ?? new Set()).add(file));
  }
  expect(owners.size).toBeGreaterThan(20);
  expect([...owners].filter(([, files]) => files.size > 1)).toEqual([]);
});
