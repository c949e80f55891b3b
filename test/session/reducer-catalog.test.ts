import { describe, expect, test } from 'vitest';
import type { Resource } from '../../electron/contract/catalog.ts';
import { resourcesOf } from '../../electron/contract/session.ts';
import type { Action, ProjectPart } from '../../electron/session/actions.ts';
import { makeProject, makeResource, makeTarget } from '../support/builders.ts';
import { added, after, db, from, loaded, on, shop, web } from '../support/facts.ts';

const { instances: _instances, ports: _ports, ...listed } = web;
const read = (part: Partial<ProjectPart> = {}): Action => ({
  type: 'project-read',
  accountId: 'acc',
  project: shop,
  resources: [],
  named: [],
  whole: [],
  ...part,
});
const looked = (change: Partial<Resource>): Action => ({
  type: 'resource-read',
  resource: { ...web, ...change, readAt: 9 },
});

describe('a project that was read', () => {
  test('loses what it does not have any more, of the kinds that are whole', () => {
    const state = after(added, loaded(web, db));
    expect(Object.keys(from(state, read({ whole: ['service'] })).resources)).toEqual([db.key]);
    expect(Object.keys(from(state, read({ whole: ['service', 'addon'] })).resources)).toEqual([]);
    expect(from(state, read()).resources).toBe(state.resources);
  });

  test('keeps those of which only the names came as they were', () => {
    const state = after(added, loaded(web, db));
    const named = [{ ...listed, state: 'unknown' as const }, makeResource(makeTarget('new'))];
    const next = from(state, read({ named, whole: ['service', 'addon'] }));
    expect(next.resources[web.key]).toBe(state.resources[web.key]);
    expect(Object.keys(next.resources)).toEqual([web.key, named[1]?.key]);
  });

  test('does not touch other projects', () => {
    const other = makeResource(makeTarget('web', { projectId: 'blog' }));
    const state = after(added, loaded(web, other));
    expect(Object.keys(from(state, read({ whole: ['service', 'addon'] })).resources)).toEqual([other.key]);
  });

  test('takes instances and forwards along that nobody wants, and leaves a wished forward', () => {
    const copies: Action = { type: 'instances-read', key: web.key, instances: { list: [], readAt: 1 } };
    const gone = read({ whole: ['service', 'addon'] });
    const off: Action = { type: 'wished', id: web.key, on: false };
    const state = after(added, loaded(web), copies, on);
    expect(from(state, gone)).toMatchObject({ instances: {}, forwards: { [web.key]: { wish: { on: true } } } });
    expect(from(state, off, gone).forwards).toEqual({});
  });
});

describe('what only the resource itself says', () => {
  test('stays while lists tell of its state', () => {
    const state = after(added, loaded(web), looked({ version: '3' }));
    const failing = { ...listed, state: 'failed' as const, detail: 'FAILED' };
    const next = from(state, read({ resources: [failing] }));
    expect(next.resources[web.key]).toEqual({ ...web, version: '3', readAt: 9, state: 'failed', detail: 'FAILED' });
  });

  test('is what a list never says: that a service is paused', () => {
    const state = after(added, loaded(web), looked({ state: 'paused', detail: 'paused' }));
    expect(from(state, read({ resources: [listed] })).resources[web.key]).toMatchObject({ state: 'paused', readAt: 9 });
    expect(from(state, looked({})).resources[web.key]).toMatchObject({ state: 'running' });
  });

  test('that a service runs nowhere is kept too; of an addon the list knows better', () => {
    const state = after(added, loaded(web), looked({ instances: 0, state: 'stopped' }));
    expect(from(state, read({ resources: [listed] })).resources[web.key]?.state).toBe('stopped');
    const paused: Action = { type: 'resource-read', resource: { ...db, state: 'paused', readAt: 9 } };
    expect(from(after(added, loaded(db), paused), read({ resources: [db] })).resources[db.key]?.state).toBe('running');
  });

  test('is marked where it could not be read, until it is', () => {
    const unread: Action = { type: 'resource-unread', key: web.key, problem: { code: 'offline' } };
    const state = after(added, loaded(web), looked({}), unread);
    expect(state.resources[web.key]).toEqual({ ...web, readAt: 9, problem: { code: 'offline' } });
    expect(from(state, read({ resources: [listed] })).resources[web.key]?.problem).toEqual({ code: 'offline' });
    expect(from(state, looked({})).resources[web.key]).toEqual({ ...web, readAt: 9 });
  });
});

test('a list of projects changes names and keeps what projects said of themselves', () => {
  const known = { ...shop, region: 'europe-west', namespace: 'ns', description: 'old', problem: { code: 'offline' } };
  const state = after(added, read({ project: known as typeof shop }));
  const listed: Action = {
    type: 'projects-listed',
    accountId: 'acc',
    projects: [{ ...shop, name: 'New name' }, makeProject('blog')],
  };
  expect(from(state, listed).projects).toEqual({
    [shop.key]: { ...shop, name: 'New name', region: 'europe-west', namespace: 'ns', problem: { code: 'offline' } },
    'acc/-/blog': makeProject('blog'),
  });
});

test('instances that cannot be read keep the last ones, with the reason', () => {
  const list = [{ name: 'web-1', state: 'running', detail: 'TASK_RUNNING' }] as const;
  const state = after(added, loaded(web), { type: 'instances-read', key: web.key, instances: { list, readAt: 1 } });
  const denied: Action = {
    type: 'instances-read',
    key: web.key,
    instances: { list: [], readAt: 2, problem: { code: 'token-too-narrow' } },
  };
  expect(from(state, denied).instances[web.key]).toEqual({ list, readAt: 2, problem: { code: 'token-too-narrow' } });
});

test('the resources of a project are the same list until one of them changes', () => {
  const other = makeResource(makeTarget('web', { projectId: 'blog' }));
  const state = after(added, loaded(web, db, other));
  expect(resourcesOf(state, shop.key).map((each) => each.key)).toEqual([web.key, db.key]);
  expect(resourcesOf({ resources: state.resources }, shop.key)).toBe(resourcesOf(state, shop.key));
  expect(resourcesOf(state, 'acc/-/nowhere')).toEqual([]);
});
