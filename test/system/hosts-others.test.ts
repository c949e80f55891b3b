import { expect, test } from 'vitest';
import { hostsPath, whoElseMaps } from '../../electron/system/hosts-others.ts';
import { applyBlock, OWN } from '../support/hosts-own.ts';
import { withHosts } from '../support/hosts-room.ts';

test('the hosts file of this system is known', () => {
  expect(hostsPath).toBe(process.platform === 'win32' ? 'C:/Windows/System32/drivers/etc/hosts' : '/etc/hosts');
});

test('lines of others that give a name an address are found, in any letter case and among other names', async () => {
  await withHosts(async ({ path, write, apply }) => {
    await write(
      [
        '127.0.0.1 localhost',
        '10.0.0.5   dbhost  web # mine',
        '10.0.0.6\tWEB\r',
        '# 10.0.0.7 web',
        'fe80::1 web.ns-demo.svc.cluster.local',
        '10.0.0.8 website web2',
        '',
      ].join('\n'),
    );
    await apply();
    expect(await whoElseMaps(['web', 'web.ns-demo.svc.cluster.local'], OWN, path)).toEqual([
      { address: '10.0.0.5', names: ['web'], isPortside: false },
      { address: '10.0.0.6', names: ['WEB'], isPortside: false },
      { address: 'fe80::1', names: ['web.ns-demo.svc.cluster.local'], isPortside: false },
    ]);
  });
});

test('our own block is not someone else', async () => {
  await withHosts(async ({ path, apply }) => {
    await apply([{ address: '127.24.1.1', names: ['web', 'p01.web', 'web.ns-demo.svc.cluster.local'] }]);
    expect(await whoElseMaps(['web', 'p01.web'], OWN, path)).toEqual([]);
  });
});

test('leftovers of the official client are someone else', async () => {
  await withHosts(async ({ path, read, write, apply }) => {
    await write(`${await read()}\n# Northflank Proxy\n127.24.1.1 p01.web web`);
    await apply([{ address: '127.24.1.2', names: ['web'] }]);
    expect(await whoElseMaps(['web'], OWN, path)).toEqual([
      { address: '127.24.1.1', names: ['web'], isPortside: false },
    ]);
  });
});

test('another Portside that runs is someone else, but not for names that stood here first', async () => {
  await withHosts(async ({ path, read, write, apply }) => {
    const other = { owner: '815.feed.1', living: new Set([OWN.owner]) };
    const own = { ...OWN, living: new Set([other.owner]) };
    await apply([{ address: '127.24.1.1', names: ['web'] }]);
    await write(applyBlock(await read(), [{ address: '127.24.9.9', names: ['web', 'api'] }], other));
    expect(await whoElseMaps(['web', 'api'], own, path)).toEqual([
      { address: '127.24.9.9', names: ['api'], isPortside: true },
    ]);
    expect(await whoElseMaps(['web', 'api'], other, path)).toEqual([
      { address: '127.24.1.1', names: ['web'], isPortside: true },
    ]);
    expect(await whoElseMaps(['web', 'api'], OWN, path)).toEqual([]);
  });
});

test('a file that is missing is the error of the system', async () => {
  await withHosts(async ({ path }) => {
    await expect(whoElseMaps(['web'], OWN, `${path}-none`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
