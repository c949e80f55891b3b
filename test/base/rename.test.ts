import { expect, test } from 'vitest';
import { renameFirmly, renameFirmlySync } from '../../electron/base/rename.ts';

/** Says these errors first, one at each call, and what it was asked. */
function stubborn(...codes: string[]) {
  const asked: string[] = [];
  const act = (from: string, to: string): void => {
    asked.push(`${from} ${to}`);
    const code = codes.shift();
    if (code) throw Object.assign(new Error(code), { code });
  };
  return { asked, act };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('a file that is held on Windows (%s) is waited for', async (code) => {
  const now = stubborn(code, code);
  renameFirmlySync('a', 'b', { platform: 'win32', act: now.act });
  expect(now.asked).toEqual(['a b', 'a b', 'a b']);
  const later = stubborn(code, code);
  await renameFirmly('a', 'b', { platform: 'win32', act: async (...given) => later.act(...given) });
  expect(later.asked).toHaveLength(3);
});

test('one that is held for good is an error after a third of a second', async () => {
  const codes = Array.from({ length: 20 }, () => 'EPERM');
  const now = stubborn(...codes);
  expect(() => renameFirmlySync('a', 'b', { platform: 'win32', act: now.act })).toThrow('EPERM');
  expect(now.asked).toHaveLength(6);
  const later = stubborn(...codes);
  const act = async (from: string, to: string) => later.act(from, to);
  await expect(renameFirmly('a', 'b', { platform: 'win32', act })).rejects.toThrow('EPERM');
});

test.each([
  ['linux', 'EACCES'],
  ['darwin', 'EPERM'],
  ['win32', 'ENOENT'],
] as const)('%s is believed at once when it says %s', async (platform, code) => {
  const now = stubborn(code);
  expect(() => renameFirmlySync('a', 'b', { platform, act: now.act })).toThrow(code);
  const later = stubborn(code);
  const act = async (from: string, to: string) => later.act(from, to);
  await expect(renameFirmly('a', 'b', { platform, act })).rejects.toThrow(code);
  expect([now.asked.length, later.asked.length]).toEqual([1, 1]);
});
