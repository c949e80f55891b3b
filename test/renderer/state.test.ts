import { describe, expect, it } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
import type { Summary } from '../../electron/contract/status.ts';
import { announcement } from '../../renderer/forwards/announcer.tsx';
import { rowState, tunnelsOf } from '../../renderer/forwards/state.ts';
import {
  failedForward,
  makeForward,
  makeProject,
  makeResource,
  makeState,
  makeTunnel,
  openAt,
  openForward,
  retryingForward,
} from '../support/session-fixtures.ts';

const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web' });
const http = { number: 8080, name: 'http', protocol: 'HTTP' };
const admin = { number: 9000, name: 'admin', protocol: 'TCP' };
const live = makeTunnel(web, http, openAt(1, 8080));
const says = (...of: Parameters<typeof rowState>) => {
  const { badge, reason } = rowState(...of);
  return [badge?.words(8), reason];
};

describe('what a row says', () => {
  it('of an open forward: nothing but that it is live', () => {
    expect(rowState(openForward(web, [live]), web, true)).toEqual({ summary: 'live' });
  });

  it('of a port that had to move: why', () => {
    const notice = problem('port-forbidden', { address: '127.24.1.1:80', moved: '127.24.1.1:10080' });
    const moved = makeTunnel(web, http, openAt(1, 10_080, { notice }));
    expect(says(openForward(web, [moved]), web, true)).toEqual(['Port needs permission', undefined]);
  });

  it('of a rejected token: to sign in again, and that new connections wait where the port is still bound', () => {
    const rejected = problem('token-rejected');
    const address = { host: '127.24.1.1', port: 8080 };
    const held = makeTunnel(web, http, { kind: 'failed', address, problem: rejected });
    expect(says(openForward(web, [held]), web, true)).toEqual([
      'Sign in again',
      'Token rejected · new connections wait',
    ]);
    expect(says(failedForward(web, rejected), web, true)).toEqual(['Sign in again', 'Token rejected']);
  });

  it('of a forward with one broken port: how many are live', () => {
    const broken = makeTunnel(web, admin, { kind: 'failed', problem: problem('port-in-use') });
    expect(says(openForward(web, [live, broken]), web, true)).toEqual(['1 of 2 ports live', undefined]);
  });

  it('of a failed forward: the reason in place of the address', () => {
    expect(says(failedForward(web), web, true)).toEqual(['Failed', 'Port in use']);
  });

  it('of a retrying forward: when, and that it reconnects where the local port is still held', () => {
    const trouble = problem('endpoint-gone');
    const held = makeTunnel(web, http, {
      kind: 'retrying',
      address: { host: '127.24.1.1', port: 8080 },
      attempt: 1,
      dueAt: 0,
      problem: trouble,
    });
    expect(says(openForward(web, [held]), web, true)).toEqual(['Reconnecting in 8 s', undefined]);
    expect(says(retryingForward(web, trouble, 8000), web, true)).toEqual(['Retrying in 8 s', 'Instance gone']);
    expect(says(retryingForward(web, problem('no-instance'), 8000), web, true)).toEqual([
      'No instances · 8 s',
      'No running instance',
    ]);
  });

  it('of two retrying ports: the try that is due first', () => {
    const retrying = (port: typeof http, dueAt: number) =>
      makeTunnel(web, port, { kind: 'retrying', attempt: 1, dueAt, problem: problem('endpoint-gone') });
    expect(rowState(openForward(web, [retrying(http, 9000), retrying(admin, 4000)]), web, true).badge?.dueAt).toBe(
      4000,
    );
  });

  it('of a closing forward: how many connections it waits for', () => {
    const closing = (connections: number) =>
      makeForward(web, { wish: { on: false }, status: { kind: 'closing', connections } });
    expect(says(closing(0), web, true)).toEqual(['Closing…', undefined]);
    expect(says(closing(3), web, true)).toEqual(['Closing · 3 connections', undefined]);
  });

  it.each([
    [{ state: 'paused' }, 'Paused', undefined],
    [{ instances: 0 }, 'No instances', undefined],
    [{ ports: [] }, 'No ports', 'Has no port to forward'],
    [{ type: 'build' }, 'Build only', 'Runs nothing to reach'],
    [{ state: 'failed' }, 'Failed at Northflank', undefined],
    [{ state: 'running' }, undefined, undefined],
  ] as const)('of a resource like %j without a wish: %s', (part, words, reason) => {
    expect(says(undefined, makeResource(project, { name: 'web', ...part }), true)).toEqual([words, reason]);
  });
});

it('ports are shown by number and then by instance, whatever order they come in', () => {
  const tunnels = [
    makeTunnel(web, admin, openAt(1, 9000)),
    makeTunnel(web, http, openAt(2, 8080), { instance: 'b' }),
    makeTunnel(web, http, openAt(1, 8080), { instance: 'a' }),
  ];
  expect(tunnelsOf(openForward(web, tunnels)).map(({ port, instance }) => [port.number, instance])).toEqual([
    [8080, 'a'],
    [8080, 'b'],
    [9000, undefined],
  ]);
});

describe('what is said aloud', () => {
  const resources = ['web', 'api', 'search'].map((name) => makeResource(project, { name }));
  const [first] = resources;
  const before = (summary: Summary) => new Map(resources.map((resource) => [resource.key, summary]));
  const opened = resources.map((resource) => openForward(resource, [makeTunnel(resource, http, openAt(1, 8080))]));
  const state = (forwards: typeof opened) => makeState({ projects: [project], resources, forwards });

  it('is the name of one forward that came up, failed or went off', () => {
    if (!first) throw new Error('no fixture');
    expect(announcement(before('starting'), state(opened.slice(0, 1)))).toBe('web is live.');
    expect(announcement(before('starting'), state([failedForward(first)]))).toBe('web: Port in use.');
    expect(announcement(before('closing'), state([makeForward(first, { status: { kind: 'off' } })]))).toBe(
      'web is off.',
    );
  });

  it('is a number where many change at once', () => {
    expect(announcement(before('starting'), state(opened))).toBe('3 forwards have changed.');
  });

  it('is nothing while nothing is settled or new', () => {
    expect(announcement(before('live'), state(opened))).toBe('');
    expect(announcement(before('off'), state(resources.map((resource) => makeForward(resource))))).toBe('');
  });
});
