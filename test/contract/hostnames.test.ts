import { describe, expect, test } from 'vitest';
import type { Tunnel, TunnelStatus } from '../../electron/contract/forward.ts';
import {
  manualEntries,
  noHostnames,
  renderManualLines,
  wantedNames,
  workingNames,
  type Hostnames,
} from '../../electron/contract/hostnames.ts';
import { emptySession, type SessionState } from '../../electron/contract/session.ts';

type Port = { readonly names: readonly string[]; readonly host?: string; readonly status?: TunnelStatus };

const open = (host: string): TunnelStatus => ({
  kind: 'open',
  address: { host, port: 80 },
  since: 1,
  verifiedAt: 1,
});

function stateOf(forwards: Record<string, readonly Port[]>, hostnames: Partial<Hostnames> = {}): SessionState {
  const entries = Object.entries(forwards).map(([id, ports]) => {
    const tunnels = ports.map(({ names, host, status }, index): [string, Tunnel] => [
      `${id}:${80 + index}`,
      {
        id: `${id}:${80 + index}`,
        port: { number: 80 + index, protocol: 'TCP' },
        hostnames: names,
        status: status ?? open(host ?? '127.24.0.1'),
      },
    ]);
    const target = { accountId: 'acc', projectId: 'p', kind: 'service', resourceId: id } as const;
    const status = { kind: 'open', since: 1 } as const;
    return [id, { id, target, wish: { on: true }, status, tunnels: Object.fromEntries(tunnels) }] as const;
  });
  return { ...emptySession, forwards: Object.fromEntries(entries), hostnames: { ...noHostnames, ...hostnames } };
}

const two = { 'a/web': [{ names: ['web', 'web.a'] }], 'b/web': [{ names: ['web', 'web.b'], host: '127.24.0.2' }] };

describe('wanted names', () => {
  test('lead to the target’s own address alone: a port at a chosen one has none', () => {
    const state = stateOf(
      { web: [{ names: ['web'], host: '127.0.0.1' }, { names: ['web', 'api.web'] }] },
      { state: 'kept' },
    );
    const web = state.forwards['web']!;
    const chosen = { ...web, wish: { on: true, local: { 80: { host: '127.0.0.1' }, 81: { port: 9000 } } } };
    const forwards = { web: chosen };
    expect(wantedNames({ ...state, forwards }).entries).toEqual([{ address: '127.24.0.1', names: ['api.web', 'web'] }]);
    expect(workingNames({ ...state, forwards }, 'web', 'web:80')).toEqual([]);
    expect(workingNames({ ...state, forwards }, 'web', 'web:81')).toEqual(['web', 'api.web']);
  });

  test('are those of bound ports, each once, in one order whatever the order of the forwards', () => {
    const wanted = {
      entries: [
        { address: '127.24.0.1', names: ['web', 'web.a'] },
        { address: '127.24.0.2', names: ['web.b'] },
      ],
      conflicts: [{ name: 'web', owner: 'a/web', loser: 'b/web' }],
    };
    expect(wantedNames(stateOf(two))).toEqual(wanted);
    expect(wantedNames(stateOf({ 'b/web': two['b/web'], 'a/web': two['a/web'] }))).toEqual(wanted);
  });

  test('go to the forward that the user chose, while it is there', () => {
    const chosen = wantedNames(stateOf(two, { preferred: { web: 'b/web' } }));
    expect(chosen.entries).toEqual([
      { address: '127.24.0.1', names: ['web.a'] },
      { address: '127.24.0.2', names: ['web', 'web.b'] },
    ]);
    expect(chosen.conflicts).toEqual([{ name: 'web', owner: 'b/web', loser: 'a/web' }]);
    expect(wantedNames(stateOf(two, { preferred: { web: 'gone' } }))).toEqual(wantedNames(stateOf(two)));
  });

  test('stay while the far end is away, and go with the local port', () => {
    const away = { kind: 'retrying', attempt: 1, dueAt: 1, problem: { code: 'endpoint-gone' } } as const;
    const address = { host: '127.24.0.1', port: 80 };
    const names = (status: TunnelStatus) => wantedNames(stateOf({ web: [{ names: ['web'], status }] })).entries.length;
    expect(names({ ...away, address })).toBe(1);
    expect(names(away)).toBe(0);
    expect(names({ kind: 'starting' })).toBe(0);
    expect(names({ kind: 'closing', connections: 1 })).toBe(0);
    expect(names({ kind: 'failed', problem: { code: 'port-in-use' } })).toBe(0);
  });

  test('of a forward that is not wished any more are not wanted', () => {
    const state = stateOf(two);
    const off = { ...state.forwards['a/web']!, wish: { on: false } };
    expect(wantedNames({ ...state, forwards: { ...state.forwards, 'a/web': off } })).toEqual({
      entries: [{ address: '127.24.0.2', names: ['web', 'web.b'] }],
      conflicts: [],
    });
  });

  test('are written small and are shared by the ports of one forward', () => {
    const state = stateOf({ web: [{ names: ['Web', 'web.ns'] }, { names: ['web', 'P2.web'] }] });
    expect(wantedNames(state)).toEqual({
      entries: [{ address: '127.24.0.1', names: ['p2.web', 'web', 'web.ns'] }],
      conflicts: [],
    });
  });

  test('that every object inherits are names like others', () => {
    const state = stateOf({ web: [{ names: ['constructor', '__proto__'] }] });
    expect(wantedNames(state).entries).toEqual([{ address: '127.24.0.1', names: ['__proto__', 'constructor'] }]);
  });
});

describe('names that work', () => {
  const hosts = { name: 'web.b', owner: 'hosts-file', address: '10.0.0.5' } as const;
  const kept = (conflicts: Hostnames['conflicts']) => stateOf(two, { wished: true, state: 'kept', conflicts });

  test('are all but those that another has', () => {
    const state = kept([{ name: 'web', owner: 'a/web', loser: 'b/web' }, hosts]);
    expect(workingNames(state, 'a/web', 'a/web:80')).toEqual(['web', 'web.a']);
    expect(workingNames(state, 'b/web', 'b/web:80')).toEqual([]);
  });

  test('are none until the file is kept, nor for a port that is not bound', () => {
    expect(workingNames(stateOf(two, { state: 'waiting' }), 'a/web', 'a/web:80')).toEqual([]);
    expect(workingNames(kept([]), 'a/web', 'a/web:81')).toEqual([]);
  });
});

test('lines to paste are one per name, without those that others have', () => {
  const conflicts = [{ name: 'web.a', owner: 'reserved', loser: 'a/web' }] as const;
  expect(renderManualLines(manualEntries(stateOf(two, { conflicts })))).toBe('127.24.0.1 web\n127.24.0.2 web.b\n');
  expect(renderManualLines([])).toBe('');
});
