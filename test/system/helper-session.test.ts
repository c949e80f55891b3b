import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect as connectTo, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PLAN_LIMITS, prove } from '../../electron/system/elevation-plan.ts';
import { openAudit } from '../../electron/system/helper-audit.ts';
import { greetHelper, talkToHelper } from '../../electron/system/elevation-helper.ts';
import { createDeeds } from '../../electron/system/helper-deeds.ts';
import { openRelays } from '../../electron/system/helper-relays.ts';
import { OWN } from '../support/hosts-own.ts';
import { HOSTS, SECRET, withHelperRoom } from '../support/helper-room.ts';

const apply = (id: number, names: readonly string[] = ['web']) =>
  JSON.stringify({ id, verb: 'apply', entries: names.length > 0 ? [{ address: '127.24.0.1', names }] : [] });
const ask = (id: number, verb: string, more: object = {}) => JSON.stringify({ id, verb, ...more });
const done = (id: number, names = 0, aliases = 0, relays: string[] = []) => ({ id, ok: true, names, aliases, relays });

describe('the helper', () => {
  test('writes the block, says how many names are in the file, and takes it back on quit', async () => {
    await withHelperRoom(async ({ connect, read, notes }) => {
      const { send, answer, end } = await connect();
      send(apply(1, ['web', 'web.ns-demo.svc.cluster.local']));
      expect(await answer()).toEqual(done(1, 2));
      expect(await read()).toContain('127.24.0.1 web.ns-demo.svc.cluster.local web\n');
      send(ask(2, 'status'));
      expect(await answer()).toEqual(done(2, 2));
      send(ask(3, 'quit'));
      expect(await answer()).toEqual(done(3));
      expect(await end).toBe('quit');
      expect(await read()).toBe(HOSTS);
      expect(notes).toEqual(['connected', 'apply 2 names', 'strip', 'ended']);
    });
  });

  test('takes its own lines out at once where the system gives it no time, and those of nobody else', async () => {
    await withHelperRoom(async ({ places, read, write }) => {
      const other = '# Portside begin 4194304.other.1\n127.24.9.9 theirs\n# Portside end\n';
      const { owner } = OWN;
      const audit = () => {};
      const relays = openRelays({ platform: 'linux', audit, askedBy: undefined });
      const deeds = createDeeds({ places, audit, owner, relays });
      deeds.undoNow();
      expect(await read()).toBe(HOSTS);
      await deeds.apply([{ address: '127.24.0.1', names: ['web'] }]);
      expect(await read()).toContain('127.24.0.1 web\n');
      await write((await read()) + other);
      deeds.undoNow();
      expect(readFileSync(places.hostsFile, 'latin1')).toBe(HOSTS + other);
    });
  });

  test('serves as many forwards on macOS as are switched on at once', async () => {
    await withHelperRoom(async ({ serve }) => {
      const made = new Set<string>();
      const run = async (_file: string, [, , address = '']: readonly string[]) => void made.add(address);
      const { app, end } = await serve({ run, hasAddress: () => false });
      const helper = talkToHelper(app, (await greetHelper(app, SECRET)) ?? '');
      const addresses = Array.from({ length: 140 }, (_, at) => `127.24.7.${at + 1}`);
      await Promise.all(addresses.map((address) => helper.alias(address, 'add')));
      expect(made.size).toBe(140);
      expect(await helper.status()).toMatchObject({ aliases: 140 });
      await helper.close();
      expect(await end).toBe('quit');
    }, 'darwin');
  });

  test.each(['destroy', 'end'] as const)('takes everything back when the app is gone (%s)', async (how) => {
    await withHelperRoom(async ({ connect, read }) => {
      const { app, send, answer, end } = await connect();
      send(apply(1));
      await answer();
      app[how]();
      expect(await end).toBe('lost');
      expect(await read()).toBe(HOSTS);
    });
  });

  test('finishes what it is at before it takes it back', async () => {
    await withHelperRoom(async ({ connect, read }) => {
      const { app, send, end } = await connect();
      send(apply(1));
      // The request has arrived and no answer yet.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      app.destroy();
      await end;
      expect(await read()).toBe(HOSTS);
    });
  });

  test('leaves a file alone that it was never asked to change', async () => {
    await withHelperRoom(async ({ connect, read, write }) => {
      const left = `${HOSTS}# Portside begin\n127.24.0.9 old\n# Portside end\n`;
      await write(left);
      const { app, end } = await connect();
      app.destroy();
      await end;
      expect(await read()).toBe(left);
    });
  });

  test('says why a request failed, and goes on', async () => {
    await withHelperRoom(async ({ connect, read, places }) => {
      const { send, answer, app, end } = await connect();
      send(ask(1, 'alias', { address: '127.24.0.1', act: 'add' }));
      expect(await answer()).toEqual({ id: 1, ok: false, reason: 'no alias is needed here' });
      send(apply(2));
      expect(await answer()).toEqual(done(2, 1));
      expect(await readdir(join(places.stateDirectory, 'backup'))).toEqual(['hosts.backup-1']);
      app.destroy();
      await end;
      expect(await read()).toBe(HOSTS);
    });
  });

  test('takes out what the official client left, when asked to', async () => {
    await withHelperRoom(async ({ connect, read, write }) => {
      await write(`${HOSTS}\n# Northflank Proxy\n127.24.1.1 p01.web web`);
      const { send, answer, app, end } = await connect();
      send(ask(1, 'repair'));
      expect(await answer()).toEqual(done(1));
      expect(await read()).toBe(HOSTS);
      app.destroy();
      await end;
    });
  });
});

describe('aliases, where the system has one loopback address', () => {
  test('are made and taken away by a fixed program, and those of others stay', async () => {
    await withHelperRoom(async ({ connect }) => {
      const ran: string[] = [];
      const { app, send, answer, end } = await connect({
        run: (file, args) => Promise.resolve(void ran.push([file, ...args].join(' '))),
        hasAddress: (address) => address === '127.24.0.8',
      });
      for (const [id, address] of ['127.24.0.7', '127.24.0.8', '127.24.0.9'].entries()) {
        send(ask(id + 1, 'alias', { address, act: 'add' }));
        await answer();
      }
      send(ask(4, 'alias', { address: '127.24.0.9', act: 'remove' }));
      expect(await answer()).toEqual(done(4, 0, 1));
      send(ask(5, 'alias', { address: '127.24.0.8', act: 'remove' }));
      expect(await answer()).toEqual(done(5, 0, 1));
      app.destroy();
      await end;
      expect(ran).toEqual([
        '/sbin/ifconfig lo0 alias 127.24.0.7 up',
        '/sbin/ifconfig lo0 alias 127.24.0.9 up',
        '/sbin/ifconfig lo0 -alias 127.24.0.9',
        '/sbin/ifconfig lo0 -alias 127.24.0.7',
      ]);
    }, 'darwin');
  });

  test('that cannot be taken away do not keep it from ending', async () => {
    await withHelperRoom(async ({ connect, notes }) => {
      const { app, send, answer, end } = await connect({
        run: (_, args) => (args[1] === '-alias' ? Promise.reject(new Error('busy')) : Promise.resolve()),
        hasAddress: () => false,
      });
      send(ask(1, 'alias', { address: '127.24.0.7', act: 'add' }));
      await answer();
      app.destroy();
      expect(await end).toBe('lost');
      expect(notes).toContain('alias not removed');
    }, 'darwin');
  });
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a relay listens while the app is there, says so, and is gone with it',
  async () => {
    const app = createServer((socket) => socket.on('error', () => {}).end('the app')).listen(0, '127.24.78.1');
    await once(app, 'listening');
    const { port: target } = app.address() as AddressInfo;
    await withHelperRoom(async ({ connect, notes }) => {
      const session = await connect();
      const relay = { address: '127.24.78.1', port: 443, target };
      session.send(ask(1, 'relay', { relays: [relay] }));
      expect(await session.answer()).toEqual(done(1, 0, 0, ['127.24.78.1:443']));
      const client = connectTo(443, '127.24.78.1').on('error', () => {});
      const [said] = (await once(client, 'data')) as [Buffer];
      expect(said.toString()).toBe('the app');
      session.app.destroy();
      await session.end;
      const late = connectTo(443, '127.24.78.1');
      await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      expect(notes).toEqual(['connected', 'relay', 'ended']);
    });
    await new Promise((closed) => app.close(closed));
  },
);

describe('whoever is not the app is cut off', () => {
  test.each<[string, string]>([
    ['a verb that is not of the plan', ask(1, 'run', { command: 'id' })],
    ['a public name', apply(1, ['github.com'])],
    ['a relay of the network', ask(1, 'relay', { relays: [{ address: '0.0.0.0', port: 80, target: 8080 }] })],
    ['no JSON', 'apply'],
    ['an empty line', ''],
  ])('with %s, and what was done is taken back', async (_, text) => {
    await withHelperRoom(async ({ connect, read }) => {
      const { send, answer, end } = await connect();
      send(apply(7));
      await answer();
      send(text);
      expect(await end).toBe('refused');
      expect(await read()).toBe(HOSTS);
    });
  });

  test('with a line that has no end', async () => {
    await withHelperRoom(async ({ connect }) => {
      const { app, end } = await connect();
      app.write(Buffer.alloc(600 * 1024, 'x'));
      expect(await end).toBe('lost');
    });
  });

  test('with more requests than the app would ever make', async () => {
    await withHelperRoom(async ({ connect }) => {
      const { send, end } = await connect({ now: () => 0 });
      for (let id = 1; id <= PLAN_LIMITS.burst + 1; id += 1) send(ask(id, 'status'));
      expect(await end).toBe('refused');
    });
  });

  test('but not for many requests over a longer time', async () => {
    await withHelperRoom(async ({ connect }) => {
      let time = 0;
      const { app, send, answer, end } = await connect({ now: () => (time += 100) });
      for (let id = 1; id <= 100; id += 1) {
        send(ask(id, 'status'));
        expect(await answer()).toEqual(done(id));
      }
      app.destroy();
      expect(await end).toBe('lost');
    });
  });

  const nonce = 'ab'.repeat(32);
  test.each<[string, readonly string[]]>([
    ['no greeting', [apply(1)]],
    ['a greeting of another version', [JSON.stringify({ portside: 9, nonce })]],
    ['a greeting without end', ['x'.repeat(1000)]],
    ['a wrong proof', [JSON.stringify({ portside: 1, nonce }), JSON.stringify({ proof: 'ab'.repeat(32) })]],
    [
      'a proof for another meeting',
      [JSON.stringify({ portside: 1, nonce }), JSON.stringify({ proof: prove(SECRET, 'app', [nonce, nonce]) })],
    ],
    ['a request in place of a proof', [JSON.stringify({ portside: 1, nonce }), apply(1)]],
  ])('with %s, before anything is done', async (_, lines) => {
    await withHelperRoom(async ({ serve, read, notes }) => {
      const { app, end } = await serve();
      app.resume();
      for (const line of lines) app.write(`${line}\n`);
      expect(['refused', 'lost']).toContain(await end);
      expect(await read()).toBe(HOSTS);
      expect(notes).toEqual(['ended']);
    });
  });
});

test('the log says when, for whom and what, is never endless, and holds no secret', async () => {
  await withHelperRoom(async ({ places: { stateDirectory } }) => {
    const audit = openAudit(stateDirectory, 1000);
    audit('apply 2 names', { outcome: 'replaced' });
    const [first = ''] = (await readFile(join(stateDirectory, 'helper.log'), 'utf8')).split('\n');
    expect(JSON.parse(first)).toMatchObject({
      pid: process.pid,
      uid: 1000,
      what: 'apply 2 names',
      outcome: 'replaced',
    });
    for (let count = 0; count < 700; count += 1) audit('x'.repeat(1000));
    expect((await readdir(stateDirectory)).sort()).toEqual(['helper.log', 'helper.log.1']);
    expect((await readFile(join(stateDirectory, 'helper.log'))).length).toBeLessThan(260 * 1024);
  });
});
