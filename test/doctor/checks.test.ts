import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Doctor, type Finding, worstOf } from '../../electron/contract/doctor.ts';
import { Failure } from '../../electron/contract/failure.ts';
import { makeForward, type TunnelStatus } from '../../electron/contract/forward.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';
import { sayFinding } from '../../electron/contract/text/doctor.ts';
import { checkDisk } from '../../electron/doctor/checks/disk.ts';
import { checkGateways } from '../../electron/doctor/checks/gateway.ts';
import { checkHostsFile } from '../../electron/doctor/checks/hosts-file.ts';
import { checkLoopback } from '../../electron/doctor/checks/loopback.ts';
import { checkPorts } from '../../electron/doctor/checks/ports.ts';
import { checkTold } from '../../electron/doctor/checks/told.ts';
import { checkTokens } from '../../electron/doctor/checks/token.ts';
import { createExaminer, type Examination } from '../../electron/doctor/examine.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';
import { ownerOfPort } from '../../electron/system/port-owner.ts';
import { createStore } from '../../electron/session/store.ts';
import { holdPort } from '../support/busy-port.ts';
import { makeAccount, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const { signal } = new AbortController();
const codes = (findings: readonly Finding[]) => findings.map(({ state, code }) => `${state} ${code}`);
const run = async ({ run: look }: Examination) => look(signal);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portside-doctor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const db = makeTarget('db', { kind: 'addon' });
const dbId = 'acc/-/shop/addon/db';

/** A state with one forward that is on, and its port as given. */
function withForward(status: TunnelStatus): SessionState {
  const tunnel = makeTunnel(`${dbId}:5432`, { status, port: { number: 5432, protocol: 'TCP' } });
  const forward = { ...makeForward(db, dbId), wish: { on: true }, status: { kind: 'open', since: 1 } as const };
  return { ...emptySession, forwards: { [dbId]: { ...forward, tunnels: tunnelsOf(tunnel) } } };
}

describe('tokens', () => {
  const now = Date.UTC(2026, 0, 1);
  const accounts = { acc: makeAccount() };
  const tokens = (
    prove: Parameters<typeof checkTokens>[0]['prove'],
    state: SessionState = { ...emptySession, accounts },
  ) => run(checkTokens({ read: () => state, prove, now: () => now }));

  test('that are accepted are fine', async () => {
    expect(codes(await tokens(async () => ({})))).toEqual(['ok token-fine']);
  });

  test('that expire soon and lack permissions are warned of', async () => {
    const soon = new Date(now + 86_400_000).toISOString();
    const found = await tokens(async () => ({ expiresAt: soon, missing: ['Project > Addons > General > Read'] }));
    expect(codes(found)).toEqual(['warning token-soon', 'warning token-narrow']);
    expect(found.map((each) => sayFinding(each)).join(' ')).toContain('Project > Addons > General > Read');
  });

  test('that are refused lead to the sign-in', async () => {
    const [found] = await tokens(() => Promise.reject(new Failure('token-rejected')));
    expect(found).toMatchObject({ state: 'problem', cures: [{ kind: 'sign-in', accountId: 'acc' }] });
  });

  test('that cannot be asked about do not', async () => {
    const [found] = await tokens(() => Promise.reject(new Failure('api-unreachable')));
    expect(found).toMatchObject({ state: 'problem', problem: { code: 'api-unreachable' }, cures: [] });
  });

  test('of nobody are not tested', async () => {
    expect(codes(await tokens(async () => ({}), emptySession))).toEqual(['skipped signed-out']);
  });
});

describe('gateways', () => {
  const open = (verifiedAt: number): TunnelStatus => ({
    kind: 'open',
    address: { host: '127.24.1.1', port: 5432 },
    since: 1,
    verifiedAt,
    roundTripMs: 12.4,
  });

  test('are asked anew, and only what they answer from then on counts', async () => {
    const store = createStore(withForward(open(1)));
    const asked: unknown[] = [];
    const verify = (ids: readonly string[]) => {
      asked.push(ids);
      const { status, tunnels } = withForward(open(2000)).forwards[dbId] ?? {};
      if (status && tunnels) store.dispatch({ type: 'observed', id: dbId, status, tunnels });
    };
    const { read, subscribe } = store;
    const found = await run(checkGateways({ read, subscribe, verify, now: () => 1000 }));
    expect(asked).toEqual([[dbId]]);
    expect(found).toEqual([{ state: 'ok', code: 'gateway-fine', args: { count: 1, ms: 12 } }]);
  });

  test('that fail are told with what the row says', async () => {
    const state = withForward({ kind: 'failed', problem: { code: 'endpoint-refused', args: { status: 403 } } });
    const { read, subscribe } = createStore(state);
    const found = await run(checkGateways({ read, subscribe, verify: () => {}, now: () => 1000 }));
    expect(found).toMatchObject([
      { state: 'problem', code: 'gateway-bad', problem: { code: 'endpoint-refused' }, cures: [{ kind: 'retry' }] },
    ]);
  });

  test('are not tested while no forward is on', async () => {
    const { read, subscribe } = createStore(emptySession);
    const found = await run(checkGateways({ read, subscribe, verify: () => {}, now: Date.now }));
    expect(codes(found)).toEqual(['skipped gateway-idle']);
  });
});

describe.skipIf(process.platform !== 'linux')('a port that another process holds', () => {
  const host = '127.24.9.9';
  const ports = (status: TunnelStatus) =>
    run(checkPorts({ read: () => withForward(status), ownerOf: ownerOfPort, platform: 'linux' }));

  test('is told with name and process id, and with a port that is free', async () => {
    const { pid, port, close } = await holdPort(host);
    try {
      const problem = { code: 'port-in-use', args: { address: `${host}:${port}` } } as const;
      const [found] = await ports({ kind: 'failed', problem });
      expect(found).toMatchObject({ state: 'problem', code: 'port-held', args: { pid } });
      expect(found && sayFinding(found)).toMatch(
        new RegExp(`^${host}:${port} \\(db\\) is held by .+ \\(process ${pid}\\)\\.$`),
      );
      const [move, retry] = found?.cures ?? [];
      expect([move, retry]).toMatchObject([{ kind: 'move', forward: dbId, port: 5432, host }, { kind: 'retry' }]);
      // It is free indeed.
      const other = await holdPort(host, move?.kind === 'move' ? move.localPort : 0);
      await other.close();
    } finally {
      await close();
    }
  });

  test('is a warning where the forward has moved', async () => {
    const { pid, port, close } = await holdPort('0.0.0.0');
    try {
      const notice = { code: 'port-in-use', args: { address: `${host}:${port}`, moved: `${host}:1` } } as const;
      const address = { host, port: 1 };
      const [found] = await ports({ kind: 'open', address, since: 1, verifiedAt: 1, notice });
      expect(found).toMatchObject({ state: 'warning', code: 'port-moved', args: { pid, moved: `${host}:1` } });
    } finally {
      await close();
    }
  });

  test('and has let go of is free again', async () => {
    const { port, close } = await holdPort(host);
    await close();
    const problem = { code: 'port-in-use', args: { address: `${host}:${port}` } } as const;
    expect(codes(await ports({ kind: 'failed', problem }))).toEqual(['warning port-free']);
  });
});

describe('the hosts file', () => {
  const hosts = async (text: string | undefined, state = emptySession) => {
    const hostsFile = path.join(folder, 'hosts');
    if (text !== undefined) await writeFile(hostsFile, text);
    return run(checkHostsFile({ read: () => state, hostsFile }));
  };

  test('without anything of ours is fine', async () => {
    expect(codes(await hosts('127.0.0.1 localhost\n'))).toEqual(['ok hosts-fine']);
  });

  test('with the block of a Portside that runs is fine too', async () => {
    const owner = await newOwner();
    const block = `# Portside begin ${owner}\n127.24.1.1 db.addon.code.run\n# Portside end\n`;
    expect(codes(await hosts(block))).toEqual(['ok hosts-fine']);
  });

  test('with what others left is to be cleaned up', async () => {
    const text =
      '127.0.0.1 localhost\n# Portside begin 4194305.1.1\n127.24.1.1 web.ns web\n# Portside end\n\n# Northflank Proxy\n127.24.1.2 db.addon.code.run\n';
    const found = await hosts(text);
    expect(codes(found)).toEqual(['warning hosts-left', 'warning hosts-official']);
    expect(found.map(({ cures }) => cures)).toEqual([[{ kind: 'repair-hosts' }], [{ kind: 'repair-hosts' }]]);
  });

  test('with half a block is damaged', async () => {
    expect(codes(await hosts('127.24.1.1 web.ns\n# Portside end\n'))).toEqual(['problem hosts-damaged']);
  });

  test('that is not there is told with the reason', async () => {
    const [found] = await hosts(undefined);
    expect(found).toMatchObject({ state: 'problem', code: 'hosts-unreadable', args: { reason: 'ENOENT' } });
  });

  test('that leads wanted names elsewhere is told', async () => {
    const conflicts = [{ name: 'web.ns', owner: 'hosts-file', address: '10.0.0.1' }] as const;
    const state = { ...emptySession, hostnames: { ...emptySession.hostnames, conflicts } };
    expect(codes(await hosts('10.0.0.1 web.ns\n', state))).toEqual(['warning hosts-conflicts']);
  });
});

describe('this computer', () => {
  test.skipIf(process.platform === 'darwin')('has the loopback addresses that forwards get', async () => {
    expect(codes(await run(checkLoopback()))).toEqual(['ok loopback-fine']);
  });

  test('may lack an address', async () => {
    expect(codes(await run(checkLoopback('10.254.254.254')))).toEqual(['warning loopback-missing']);
  });

  test('takes files in the folder, which stays as it was', async () => {
    const [found] = await run(checkDisk({ folder }));
    expect(found?.args?.['free']).toMatch(/^[\d.]+ [GM]B$/);
    expect(await readdir(folder)).toEqual([]);
    expect(codes(await run(checkDisk({ folder: path.join(folder, 'gone') })))).toEqual(['problem disk-bad']);
  });

  test('is told as the state has it', async () => {
    const state: SessionState = {
      ...emptySession,
      keyStore: { kind: 'none', why: 'basic' },
      desktop: { tray: 'missing' },
      hostnames: {
        ...emptySession.hostnames,
        wished: true,
        state: 'dismissed',
        problem: { code: 'elevation-dismissed' },
      },
    };
    const found = await Promise.all(checkTold({ read: () => state }).map(run));
    expect(codes(found.flat())).toEqual(['warning hostnames-bad', 'warning tray-missing', 'warning keys-basic']);
    const fine = await Promise.all(
      checkTold({ read: () => ({ ...emptySession, keyStore: { kind: 'system' } }) }).map(run),
    );
    expect(codes(fine.flat())).toEqual(['skipped hostnames-off', 'ok tray-fine', 'ok keys-fine']);
  });
});

describe('an examination', () => {
  const ok: Examination = { id: 'disk', run: async () => [{ state: 'ok', code: 'tray-fine' }] };

  test('tells each result as it comes, and when all have ended', async () => {
    const told: Doctor[] = [];
    const { examine } = createExaminer({ examinations: () => [ok], report: (each) => told.push(each), now: () => 7 });
    await examine();
    expect(told.map(({ checks }) => checks[0]?.state)).toEqual(['waiting', 'running', 'ok', 'ok']);
    expect(told.at(-1)).toMatchObject({ startedAt: 7, endedAt: 7 });
  });

  test('ends although one throws, and one never answers', async () => {
    const bad: Examination = { id: 'tray', run: () => Promise.reject(new Error('no')) };
    const silent: Examination = { id: 'clock', run: () => new Promise(() => {}) };
    let last: Doctor | undefined;
    const { examine } = createExaminer({
      examinations: () => [ok, bad, silent],
      report: (each) => {
        last = each;
      },
      limitMs: 20,
    });
    await examine();
    expect(last?.checks.map(({ id, state }) => `${id} ${state}`)).toEqual(['clock warning', 'tray problem', 'disk ok']);
  });

  test('gives way to a newer one, and says no more once it is closed', async () => {
    let release = () => {};
    const held: Examination = { id: 'disk', run: () => new Promise((resolve) => (release = () => resolve([]))) };
    const told: Doctor[] = [];
    const examinations = [held, ok];
    const { examine, close } = createExaminer({
      examinations: () => [examinations.shift() ?? ok],
      report: (each) => told.push(each),
      now: () => told.length,
    });
    const first = examine();
    await examine();
    const count = told.length;
    release();
    await first;
    expect(told.length).toBe(count);
    close();
    await examine();
    expect(told.length).toBe(count);
  });

  test('is as bad as the worst that was found', () => {
    expect(worstOf([])).toBe('skipped');
    const found = (state: Finding['state']): Finding => ({ state, code: 'late' });
    expect(worstOf([found('ok'), found('skipped')])).toBe('ok');
    expect(worstOf([found('warning'), found('problem'), found('ok')])).toBe('problem');
  });
});
