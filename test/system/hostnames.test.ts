import { describe, expect, test } from 'vitest';
import { HOSTS } from '../support/helper-room.ts';
import { block, withHostnames } from '../support/hostnames-room.ts';

const OFFICIAL = '\n# Northflank Proxy\n127.24.1.1 p01.web web';

describe('where this process may write the file', () => {
  test('names are kept without a question, follow the forwards, and are gone when it closes', async () => {
    await withHostnames({}, async ({ keeper, want, until, read, asked, states }) => {
      want(['web']);
      expect(await until({ state: 'kept', kept: 1 })).toMatchObject({ how: 'direct', conflicts: [], leftovers: [] });
      expect(await read()).toBe(HOSTS + block('web'));
      want(['api', 'web']);
      await until({ kept: 2 });
      expect(await read()).toBe(HOSTS + block('api', 'web'));
      want([]);
      await until({ state: 'kept', kept: 0 });
      expect(await read()).toBe(HOSTS);
      want(['web']);
      await until({ kept: 1 });
      await keeper.close();
      expect(await read()).toBe(HOSTS);
      expect([asked(), states]).toEqual([0, ['kept']]);
    });
  });

  test('a wish that is taken back takes them out', async () => {
    await withHostnames({}, async ({ want, until, read, states }) => {
      want(['web']);
      await until({ state: 'kept', kept: 1 });
      want(undefined);
      await until({ state: 'off', kept: 0 });
      expect(await read()).toBe(HOSTS);
      expect(states).toEqual(['kept', 'off']);
    });
  });

  test('a burst of changes is one write, and what is there already is none', async () => {
    await withHostnames({}, async ({ keeper, want, until, written }) => {
      for (let count = 1; count <= 20; count += 1) want([`web-${count}`]);
      await until({ state: 'kept', kept: 1 });
      expect(written()).toBe(1);
      keeper.check();
      keeper.allow();
      want(['web-20']);
      want(['web-20', 'api']);
      await until({ kept: 2 });
      expect(written()).toBe(2);
    });
  });

  test('what others write meanwhile stays', async () => {
    await withHostnames({}, async ({ keeper, want, until, read, write }) => {
      want(['web']);
      await until({ state: 'kept', kept: 1 });
      const edited = `10.1.1.1 first\n${HOSTS}${block('web')}10.2.2.2 last\n`;
      await write(edited);
      want(['api']);
      await until({ kept: 1, conflicts: [] });
      want(['api', 'web']);
      await until({ kept: 2 });
      expect(await read()).toBe(edited.replace(block('web'), block('api', 'web')));
      await keeper.close();
      expect(await read()).toBe(`10.1.1.1 first\n${HOSTS}10.2.2.2 last\n`);
    });
  });

  test('a name that another line leads elsewhere is left to it, until that line goes', async () => {
    const hosts = `${HOSTS}10.0.0.7 web\n`;
    await withHostnames({ hosts }, async ({ keeper, want, until, read, write }) => {
      want(['api', 'web']);
      const { conflicts } = await until({ state: 'kept', kept: 1 });
      expect(conflicts).toEqual([{ name: 'web', owner: 'hosts-file', address: '10.0.0.7' }]);
      expect(await read()).toBe(hosts + block('api'));
      await write((await read()).replace('10.0.0.7 web\n', ''));
      keeper.check();
      await until({ kept: 2, conflicts: [] });
      expect(await read()).toBe(HOSTS + block('api', 'web'));
    });
  });

  test('lines that another program takes out are written again once; then that is said, and it is left at that', async () => {
    await withHostnames({ recheckMs: 60_000 }, async ({ keeper, want, until, untilFile, read, write, written }) => {
      want(['web']);
      await until({ state: 'kept', kept: 1 });
      await write(HOSTS);
      keeper.check();
      await untilFile(HOSTS + block('web'));
      expect(written()).toBe(2);
      await write(HOSTS);
      keeper.check();
      expect((await until({ state: 'failed' })).problem).toEqual({ code: 'hosts-reverted' });
      want(['api', 'github.com']);
      await until({ state: 'failed', conflicts: [{ name: 'github.com', owner: 'reserved' }] });
      expect([written(), await read()]).toEqual([2, HOSTS]);
    });
  });

  test('the user may have it tried again', async () => {
    await withHostnames({ recheckMs: 60_000 }, async ({ keeper, want, until, untilFile, write }) => {
      want(['web']);
      for (let times = 0; times < 2; times += 1) {
        await untilFile(HOSTS + block('web'));
        await until({ state: 'kept' });
        await write(HOSTS);
        keeper.check();
      }
      await until({ state: 'failed' });
      keeper.allow();
      await until({ state: 'kept', kept: 1 });
      await untilFile(HOSTS + block('web'));
    });
  });

  test.each([undefined, ['api']])(
    'what a run that was cut off left is cleaned up silently (wanted: %j)',
    async (names) => {
      await withHostnames({ hosts: HOSTS + block('old') }, async ({ keeper, want, until, untilFile }) => {
        want(names);
        keeper.check();
        await untilFile(HOSTS + (names ? block('api') : ''));
        await until({ leftovers: [] });
      });
    },
  );

  test('what the official client left is said, and taken out only when asked to', async () => {
    await withHostnames({ hosts: HOSTS + OFFICIAL }, async ({ keeper, want, until, read }) => {
      want(['api']);
      const official = [{ source: 'official', names: ['p01.web', 'web'] }] as const;
      await until({ state: 'kept', kept: 1, leftovers: official });
      expect(await read()).toContain(OFFICIAL);
      await keeper.repair();
      await until({ kept: 1, leftovers: [] });
      expect(await read()).toBe(HOSTS + block('api'));
    });
  });

  test('a file that is not there is said', async () => {
    await withHostnames({ path: '/nowhere/hosts' }, async ({ want, until }) => {
      want(['web']);
      expect((await until({ state: 'failed' })).problem).toEqual({ code: 'hosts-refused', args: { reason: 'ENOENT' } });
      want(undefined);
      expect((await until({ state: 'off' })).problem).toBeUndefined();
    });
  });

  test('closing at once leaves no work behind', async () => {
    await withHostnames({}, async ({ keeper, want, read }) => {
      want(['web']);
      keeper.check();
      await Promise.all([keeper.close(), keeper.close()]);
      want(['api']);
      keeper.check();
      expect(await read()).toBe(HOSTS);
    });
  });
});
