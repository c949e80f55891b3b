import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { backupPlace, createNames } from '../../electron/forwarding/names.ts';
import { placesOf } from '../../electron/system/helper-places.ts';
import { hostsPath } from '../../electron/system/hosts-others.ts';
import type { HostsEntry } from '../../electron/system/hosts-block.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';
import { withHosts } from '../support/hosts-room.ts';

const owner = '4711.feed.1';

test('with a helper names are its work, and one that another Portside has is left to it', async () => {
  await withHosts(async ({ path, write, read }) => {
    const theirs = `# Portside begin ${await newOwner()}\n127.24.9.9 theirs web\n# Portside end\n`;
    await write(theirs);
    const applied: (readonly HostsEntry[])[] = [];
    const names = createNames(path, { owner, apply: (entries) => Promise.resolve(void applied.push(entries)) });
    expect(await names.set([{ address: '127.24.1.1', names: ['web', 'http.web'] }])).toEqual({
      leads: new Map([['http.web', '127.24.1.1']]),
      conflicts: [{ name: 'web', owner: 'portside', address: '127.24.9.9' }],
    });
    expect(await names.set([])).toEqual({ leads: new Map(), conflicts: [] });
    expect(applied).toEqual([[{ address: '127.24.1.1', names: ['http.web'] }], []]);
    expect(await read()).toBe(theirs);
  });
});

test('a helper that is gone is a problem with words', async () => {
  await withHosts(async ({ path }) => {
    const names = createNames(path, { owner, apply: () => Promise.reject(new Failure('helper-lost')) });
    expect(await names.set([{ address: '127.24.1.1', names: ['web'] }])).toMatchObject({
      problem: { code: 'helper-lost' },
    });
  });
});

test.each([
  ['linux', [], '/var/lib/portside/backup'],
  ['darwin', [], '/Library/Application Support/Portside/backup'],
  // Everybody may make folders in C:\\ProgramData, and in one of theirs a journal that is believed.
  ['win32', ['D:\\Windows\\System32\\ntdll.dll'], 'D:\\Windows\\System32\\drivers\\etc\\portside\\backup'],
] as const)('on %s backups lie where only administrators write', (platform, loaded, place) => {
  expect(backupPlace(hostsPath, () => placesOf(platform, loaded))).toBe(place);
  expect(backupPlace('/tmp/hosts')).toBe('/tmp/hosts.backups');
});
