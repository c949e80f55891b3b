import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/build.ts';

/** As `43.3.0`; lower ones sort before. */
const order = (version: string) => version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
/** Their tray does not show, or has no menu, on GNOME and elsewhere: docs/decisions/0044. */
const NO_TRAY = [
  ['43.3.0', '43.4.2'],
  ['44.0.0', '44.0.0'],
] as const;
const hasTray = (version: string) =>
  NO_TRAY.every(([first, last]) => order(version) < order(first) || order(version) > order(last));

test('the pinned Electron is none of those whose tray fails on Linux', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const pinned = devDependencies['electron'] ?? '';
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(hasTray(pinned)).toBe(true);
  expect(['43.2.0', '43.3.0', '43.4.2', '43.5.0', '44.0.0', '44.1.0'].filter(hasTray)).toEqual([
    '43.2.0',
    '43.5.0',
    '44.1.0',
  ]);
});
