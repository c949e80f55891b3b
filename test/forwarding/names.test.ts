import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { backupPlace, conflictSentence, createNames } from '../../electron/forwarding/names.ts';
import { placesOf } from '../../electron/system/helper-places.ts';
import { hostsPath } from '../../electron/system/hosts-others.ts';
import type { HostsEntry } from '../../electron/system/hosts-block.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';
import { withHosts } from '../support/hosts-room.ts';

const owner = '4711.feed.1';

test('the name of this computer itself leads to no forward, and no line of the hosts file is blamed', async () => {
  await withHosts(async ({ path, read }) => {
    const names = createNames(path);
    const [own = ''] = hostname().toLowerCase().split('.');
    expect(await names.set([{ address: '127.24.1.1', names: [own, 'that-is-none-of-ours', 'localhost'] }])).toEqual({
      leads: new Map([['that-is-none-of-ours', '127.24.1.1']]),
      conflicts: [],
    });
    expect(await read()).toMatch(/^127\.24\.1\.1 that-is-none-of-ours$/m);
    await names.set([]);
  });
});

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

test('where a range of the user’s own gives an address that names are never led to, no line of the hosts file is blamed', async () => {
  await withHosts(async ({ path }) => {
    const { leads, conflicts } = await createNames(path).set([{ address: '127.30.1.1', names: ['web'] }]);
    expect([leads, conflicts.map(conflictSentence)]).toEqual([
      new Map(),
      ['web is led nowhere: names lead to 127.24.0.0 to 127.24.255.255 and 127.0.0.1 alone, not to 127.30.1.1.'],
    ]);
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
