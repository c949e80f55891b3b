import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Resource } from '../../electron/contract/catalog.ts';
import { Failure } from '../../electron/contract/failure.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { createCatalogLife, type CatalogLife } from '../../electron/session/catalog-life.ts';
import type { CatalogSource } from '../../electron/session/catalog-source.ts';
import { createStore } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget } from '../support/builders.ts';

const shop = makeProject('shop');
const blog = makeProject('blog');
const web = makeResource(makeTarget('web'));
const { instances: _instances, ports: _ports, ...listed } = web;
const reset = Date.UTC(2030, 0);

let life: CatalogLife;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  life.close();
  vi.useRealTimers();
});

function open(change: Partial<CatalogSource> = {}) {
  const asked: string[] = [];
  const store = createStore(emptySession);
  const note = (line: string) => void asked.push(line);
  const usual: CatalogSource = {
    listProjects: () => Promise.resolve({ projects: [shop, blog] }),
    readProject: (project) => {
      const resources: Resource[] = project.key === shop.key ? [listed] : [];
      const part = { accountId: 'acc', project, resources, named: [], whole: ['service', 'addon'] } as const;
      return Promise.resolve({ ...part, retriable: false });
    },
    readResource: () => Promise.resolve(web),
    readInstances: () => Promise.resolve([{ name: 'web-1', state: 'running', detail: 'TASK_RUNNING' }]),
    budget: () => Promise.resolve({ limit: 1000, remaining: 900, resetAt: reset }),
  };
  const given = { ...usual, ...change };
  const source: CatalogSource = {
    ...given,
    listProjects: (id, asking) => (note(`projects ${asking.purpose}`), given.listProjects(id, asking)),
    readProject: (project, asking) => (note(`${project.id} ${asking.purpose}`), given.readProject(project, asking)),
    readResource: (target, asking) => (
      note(`${target.resourceId} ${asking.purpose}`),
      given.readResource(target, asking)
    ),
    readInstances: (target, asking) => (
      note(`instances of ${target.resourceId} ${asking.purpose}`),
      given.readInstances(target, asking)
    ),
  };
  life = createCatalogLife({ ...store, source });
  store.dispatch({ type: 'account-added', account: makeAccount({ catalog: { state: 'empty' } }) });
  return { store, asked, catalogOf: () => store.read().accounts['acc']?.catalog };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const failed = new Failure('api-failed', { args: { status: 500 }, retriable: true });

test('a first read asks for the projects and what is in them, and tells it', async () => {
  const { store, asked, catalogOf } = open();
  await life.refresh('acc');
  expect(asked).toEqual(['projects user', 'blog user', 'shop user']);
  expect(Object.keys(store.read().projects)).toEqual([shop.key, blog.key]);
  expect(Object.keys(store.read().resources)).toEqual([web.key]);
  expect(catalogOf()).toEqual({ state: 'fresh', readAt: Date.now() });
  expect(store.read().accounts['acc']?.budget).toEqual({ limit: 1000, remaining: 900, resetAt: reset });
});

describe('a project that fails', () => {
  test.each([
    ['by itself', () => pass(20_000)],
    ['at once where somebody waits for it', () => life.readProject(shop.key)],
  ])('hides no other, says why, and is asked for again alone, %s', async (_, again) => {
    let isBroken = true;
    const { store, asked, catalogOf } = open({
      readProject: (project) => {
        const isOk = project.key === blog.key || !isBroken;
        const problem = { code: 'api-failed' } as const;
        const whole = isOk ? (['service', 'addon'] as const) : [];
        const { problem: _, ...clean } = project;
        return Promise.resolve({
          accountId: 'acc',
          project: isOk ? clean : { ...project, problem },
          resources: isOk && project.key === shop.key ? [listed] : [],
          named: [],
          whole,
          retriable: !isOk,
        });
      },
    });
    void life.refresh('acc');
    await pass(0);
    expect(store.read().projects[shop.key]?.problem).toEqual({ code: 'api-failed' });
    expect(catalogOf()?.state).toBe('fresh');
    isBroken = false;
    await again();
    expect(asked).toEqual(['projects user', 'blog user', 'shop user', 'shop user']);
    expect(store.read().projects[shop.key]?.problem).toBeUndefined();
    expect(Object.keys(store.read().resources)).toEqual([web.key]);
  });
});

test('trouble with everything keeps what was known, and is tried again with more and more time between', async () => {
  let isBroken = false;
  const { store, asked, catalogOf } = open({
    listProjects: () => (isBroken ? Promise.reject(failed) : Promise.resolve({ projects: [shop] })),
  });
  await life.refresh('acc');
  isBroken = true;
  asked.length = 0;
  void life.refresh('acc');
  await pass(3_600_000);
  expect(catalogOf()).toMatchObject({ state: 'stale', problem: { code: 'api-failed' } });
  expect(Object.keys(store.read().resources)).toEqual([web.key]);
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.length).toBeLessThan(12);
});

test('a token that is refused while reading makes the account ask for a sign-in', async () => {
  const { store } = open({ readProject: () => Promise.reject(new Failure('token-rejected')) });
  await life.refresh('acc');
  expect(store.read().accounts['acc']).toMatchObject({ state: 'rejected', problem: { code: 'token-rejected' } });
});

describe('while the window is seen', () => {
  test('what it shows is asked for at once, and again when it has become old', async () => {
    const { store, asked } = open();
    await life.refresh('acc');
    life.setVisible(true);
    life.show({ project: shop.key, rows: [web.key], selected: web.key });
    asked.length = 0;
    await pass(1000);
    expect(asked).toEqual(['web shown', 'instances of web shown', 'shop shown']);
    expect(store.read().resources[web.key]).toEqual({ ...web, readAt: expect.any(Number) as number });
    expect(store.read().instances[web.key]?.list).toHaveLength(1);
    asked.length = 0;
    await pass(80_000);
    expect(asked).toEqual(['web shown', 'instances of web shown', 'shop shown']);
  });

  test('details that nobody looks at come by themselves, until the allowance is kept for others', async () => {
    const many = Array.from({ length: 100 }, (_, index) => makeResource(makeTarget(`s${index}`)));
    let left = 25;
    const { asked } = open({
      readProject: (project) => {
        const resources = project.key === shop.key ? many : [];
        const part = { accountId: 'acc', project, resources, named: [], whole: ['service', 'addon'] } as const;
        return Promise.resolve({ ...part, retriable: false });
      },
      readResource: (target) => {
        left -= 1;
        const limit = new Failure('budget-kept', { retriable: true, retryAfterMs: 1_800_000 });
        return left < 0 ? Promise.reject(limit) : Promise.resolve(makeResource(target));
      },
    });
    await life.refresh('acc');
    life.setVisible(true);
    await pass(25_000);
    const details = asked.filter((line) => line.endsWith(' details'));
    expect(details.length).toBeGreaterThanOrEqual(26);
    expect(details.length).toBeLessThanOrEqual(30);
  });

  test('a background read that has to wait is no problem to anybody', async () => {
    let isKept = false;
    const { catalogOf } = open({
      listProjects: () =>
        isKept
          ? Promise.reject(new Failure('budget-kept', { retriable: true, retryAfterMs: 900_000 }))
          : Promise.resolve({ projects: [shop] }),
    });
    await life.refresh('acc');
    isKept = true;
    life.setVisible(true);
    await pass(3_600_000);
    expect(catalogOf()).not.toHaveProperty('problem');
    await Promise.race([life.refresh('acc'), pass(0)]);
    expect(catalogOf()).toMatchObject({ state: 'stale', problem: { code: 'budget-kept' } });
  });
});

describe('while the window is hidden', () => {
  test('nothing is asked for, however long', async () => {
    const { asked } = open();
    await life.refresh('acc');
    life.setVisible(true);
    life.show({ project: shop.key, rows: [web.key], selected: web.key });
    await pass(1000);
    life.setVisible(false);
    asked.length = 0;
    await pass(24 * 3_600_000);
    await life.refresh('acc', 'gently');
    expect(asked).toEqual([]);
  });

  test('a catalogue that was never read is read all the same, for the tray', async () => {
    const { asked } = open();
    await life.refresh('acc', 'gently');
    expect(asked).toContain('projects user');
  });

  test('a forward that finds its resource gone has the project read, once', async () => {
    const { store, asked } = open();
    await life.refresh('acc');
    asked.length = 0;
    store.dispatch({ type: 'wished', id: web.key, on: true });
    const gone = { kind: 'failed', problem: { code: 'resource-gone' } } as const;
    for (const status of [gone, { kind: 'starting' } as const, gone]) {
      store.dispatch({ type: 'observed', id: web.key, status, tunnels: {} });
    }
    await pass(0);
    expect(asked).toEqual(['shop shown']);
  });
});

describe('a look', () => {
  test('brings the resource and its instances, and counts once when it comes twice', async () => {
    const { store, asked } = open();
    await life.refresh('acc');
    asked.length = 0;
    life.look(web.key);
    life.look(web.key);
    await pass(0);
    expect(asked).toEqual(['web user', 'instances of web user']);
    expect(store.read().resources[web.key]?.ports).toEqual(web.ports);
  });

  test('at what may not be seen says so, and keeps the rest', async () => {
    const denied = new Failure('token-too-narrow', { args: { permission: 'View Instances' } });
    const { store } = open({ readInstances: () => Promise.reject(denied) });
    await life.refresh('acc');
    life.look(web.key);
    await pass(0);
    expect(store.read().instances[web.key]).toMatchObject({ list: [], problem: { code: 'token-too-narrow' } });
    expect(store.read().resources[web.key]?.problem).toBeUndefined();
    expect(store.read().accounts['acc']?.state).toBe('signed-in');
  });

  test('that fails keeps what was known of it, marked', async () => {
    const { store } = open({ readResource: () => Promise.reject(failed) });
    await life.refresh('acc');
    life.look(web.key);
    await pass(0);
    expect(store.read().resources[web.key]).toEqual({ ...listed, problem: failed.problem });
  });
});
