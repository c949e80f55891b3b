import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadedLibraries, machinePlaces, placesOf, systemDirectory } from '../../electron/system/helper-places.ts';
import { flushCommands, flushNames } from '../../electron/system/hostnames-flush.ts';
import { leftoversIn, planBlock } from '../../electron/system/hostnames-plan.ts';
import { readBlock } from '../../electron/system/hosts-block.ts';
import { stripOfficial } from '../../electron/system/hosts-official.ts';
import { OWN } from '../support/hosts-own.ts';

describe('what is written of the wanted names', () => {
  const wanted = {
    entries: [
      { address: '127.24.0.1', names: ['web', 'shop', 'http.app', 'web.ns.svc.cluster.local'] },
      { address: '127.24.0.2', names: ['localhost'] },
      { address: '10.0.0.1', names: ['db'] },
    ],
    conflicts: [{ name: 'api', owner: 'a', loser: 'b' }],
  };

  test('is not what Portside never takes, nor what other lines lead elsewhere', () => {
    const others = [
      { address: '10.9.9.9', names: ['WEB', 'other'], isPortside: false },
      { address: '10.9.9.8', names: ['web'], isPortside: true },
      { address: '127.24.0.1', names: ['web.ns.svc.cluster.local'], isPortside: false },
      { address: '127.24.9.9', names: ['shop'], isPortside: true },
    ];
    expect(planBlock(wanted, others)).toEqual({
      entries: [{ address: '127.24.0.1', names: ['web.ns.svc.cluster.local'] }],
      conflicts: [
        { name: 'api', owner: 'a', loser: 'b' },
        { name: 'web', owner: 'hosts-file', address: '10.9.9.9' },
        { name: 'shop', owner: 'portside', address: '127.24.9.9' },
        { name: 'http.app', owner: 'reserved' },
        { name: 'localhost', owner: 'reserved' },
        { name: 'db', owner: 'address', address: '10.0.0.1' },
      ],
    });
  });
});

test.each(['mybox', 'MyBox.office.example'])('a name of the computer %s itself is not taken', (computer) => {
  const names = ['mybox', 'mybox2', 'web.mybox'];
  expect(planBlock({ entries: [{ address: '127.24.0.1', names }], conflicts: [] }, [], computer)).toEqual({
    entries: [{ address: '127.24.0.1', names: ['mybox2', 'web.mybox'] }],
    conflicts: [{ name: 'mybox', owner: 'reserved' }],
  });
});

describe('what was left', () => {
  const official = '127.0.0.1 localhost\n\n# Northflank Proxy\n127.24.1.2 db.addon.code.run\n127.24.1.1 p01.web web';
  const ours = '# Portside begin\n127.24.0.1 web\n# Portside end\n';

  test('is our block of an earlier run, and what the official client keeps', () => {
    const left = (text: string) => leftoversIn(text, readBlock(text), OWN.owner);
    expect(left(`${ours}${official}`)).toEqual([
      { source: 'portside', names: ['web'] },
      { source: 'official', names: ['db.addon.code.run', 'p01.web', 'web'] },
    ]);
    expect(left('# Portside end\n')).toEqual([{ source: 'portside', names: [] }]);
    expect(left(ours.replace('begin', `begin ${OWN.owner}`))).toEqual([]);
    expect(leftoversIn(ours, undefined, OWN.owner)).toEqual([]);
    expect(left('127.0.0.1 localhost\n')).toEqual([]);
  });

  test.each([
    ['', ''],
    ['127.0.0.1 localhost\n', '127.0.0.1 localhost\n'],
    [official, '127.0.0.1 localhost\n'],
    [`${official}\n10.0.0.1 later\n`, '127.0.0.1 localhost\n10.0.0.1 later\n'],
    ['127.0.0.1 localhost\n\n# Northflank Proxy', '127.0.0.1 localhost\n'],
    ['127.0.0.1 localhost\r\n\r\n# Northflank Proxy\r\n127.24.1.1      web', '127.0.0.1 localhost\r\n'],
    ['# Northflank Proxy\n127.24.1.1 web\n10.0.0.5 mine\n', '10.0.0.5 mine\n'],
    ['# Northflank Proxy\n10.0.0.5 mine\n127.24.1.1 web\n', '10.0.0.5 mine\n127.24.1.1 web\n'],
    ['a\n# Northflank Proxy\n127.24.1.1 web\n', 'a\n'],
  ])('of the official client is taken out of %j', (before, after) => {
    expect(stripOfficial(before)).toBe(after);
    expect(stripOfficial(after)).toBe(after);
  });
});

describe('where the helper works', () => {
  test('is fixed for each system', () => {
    expect(placesOf('linux', [])).toMatchObject({ hostsFile: '/etc/hosts', stateDirectory: '/var/lib/portside' });
    expect(placesOf('darwin', [])).toMatchObject({
      hostsFile: '/etc/hosts',
      stateDirectory: '/Library/Application Support/Portside',
    });
    expect(placesOf('win32', ['D:\\Windows\\SYSTEM32\\ntdll.dll'])).toEqual({
      platform: 'win32',
      hostsFile: 'D:\\Windows\\SYSTEM32\\drivers\\etc\\hosts',
      stateDirectory: 'D:\\Windows\\SYSTEM32\\drivers\\etc\\portside',
      systemDirectory: 'D:\\Windows\\SYSTEM32',
    });
  });

  test.each([
    [['C:\\App\\Portside.exe', 'C:\\WINDOWS\\SYSTEM32\\ntdll.dll'], 'C:\\WINDOWS\\SYSTEM32'],
    [['C:\\Users\\me\\ntdll.dll'], 'C:\\Windows\\System32'],
    [['\\\\evil\\system32\\ntdll.dll'], 'C:\\Windows\\System32'],
    [[], 'C:\\Windows\\System32'],
  ])('on Windows is found by what is loaded: %j', (loaded, expected) => {
    expect(systemDirectory(loaded)).toBe(expected);
  });

  test('are looked for once, and without asking for the names of all who are connected', () => {
    const wishes: (boolean | undefined)[] = [];
    const report = {
      excludeNetwork: false,
      getReport() {
        wishes.push(report.excludeNetwork);
        return { sharedObjects: ['C:\\Windows\\SYSTEM32\\ntdll.dll', 7] };
      },
    };
    expect(loadedLibraries(report)).toEqual(['C:\\Windows\\SYSTEM32\\ntdll.dll']);
    expect([wishes, report.excludeNetwork]).toEqual([[true], false]);
    expect(machinePlaces()).toBe(machinePlaces());
  });
});

describe('forgetting names that were looked up', () => {
  test('is asked of programs at fixed places', () => {
    expect(flushCommands('linux', '')).toEqual([
      { file: '/usr/bin/resolvectl', args: ['flush-caches'] },
      { file: '/usr/sbin/nscd', args: ['-i', 'hosts'] },
    ]);
    expect(flushCommands('darwin', '')).toEqual([
      { file: '/usr/bin/dscacheutil', args: ['-flushcache'] },
      { file: '/usr/bin/killall', args: ['-HUP', 'mDNSResponder'] },
    ]);
    expect(flushCommands('win32', 'C:\\Windows\\System32')).toEqual([
      { file: 'C:\\Windows\\System32\\ipconfig.exe', args: ['/flushdns'] },
    ]);
  });

  test.skipIf(process.platform === 'win32')('runs those that are there, and names those that fail', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portside-flush-'));
    const [good, bad, note] = ['good', 'bad', 'note'].map((name) => join(folder, name)) as [string, string, string];
    await writeFile(good, `#!/bin/sh\necho "$@" $HOME > ${note}\n`);
    await writeFile(bad, '#!/bin/sh\nexit 3\n');
    await chmod(good, 0o755);
    await chmod(bad, 0o755);
    const commands = [
      { file: join(folder, 'not-there'), args: [] },
      { file: bad, args: [] },
      { file: good, args: ['-i', '$(id)'] },
    ];
    expect(await flushNames(commands)).toEqual([expect.stringContaining(`${bad}: `)]);
    expect(await readFile(note, 'utf8')).toBe('-i $(id)\n');
    await rm(folder, { recursive: true });
  });
});
