import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptySession } from '../../electron/contract/session.ts';
import { keepCatalog, savedCatalog, type CatalogFile } from '../../electron/session/keep-catalog.ts';
import { reduce } from '../../electron/session/reducer.ts';
import { catalogLines, readCatalogLines } from '../../electron/session/saved-catalog.ts';
import { emptySaved } from '../../electron/session/saved.ts';
import { createStore } from '../../electron/session/store.ts';
import { anyAction } from '../support/any-action.ts';
import { makeProject, makeResource, makeTarget } from '../support/builders.ts';
import { added, after, db, loaded, shop, web } from '../support/facts.ts';

const read = (lines: Iterable<string>) => {
  const reader = readCatalogLines();
  for (const line of lines) reader.take(line);
  return reader.done();
};
const problem = { code: 'offline' } as const;

describe('what is written', () => {
  test('comes back, without problems and instances', () => {
    const state = after(
      added,
      loaded(web, db),
      { type: 'resource-read', resource: { ...web, readAt: 7, problem } },
      { type: 'projects-listed', accountId: 'acc', projects: [{ ...shop, problem }] },
      { type: 'instances-read', key: web.key, instances: { list: [], readAt: 1 } },
    );
    expect(read(catalogLines(state))).toEqual({
      readAt: { acc: 5 },
      projects: { [shop.key]: shop },
      resources: { [web.key]: { ...web, readAt: 7 }, [db.key]: db },
    });
  });

  test('whatever was known comes back as far as its project is known', () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 40 }), (actions) => {
        const state = actions.reduce(reduce, emptySession);
        const { projects, resources } = read(catalogLines(state));
        expect(Object.keys(projects)).toEqual(Object.keys(state.projects));
        for (const key of Object.keys(resources)) expect(Object.hasOwn(state.resources, key)).toBe(true);
      }),
    );
  });

  test.each([
    ['nothing', []],
    ['no JSON', ['{', '{"project":']],
    ['another version', ['{"version":2,"readAt":{}}']],
    ['a resource of another project', ['{"version":1,"readAt":{}}', JSON.stringify({ project: shop, resources: [7] })]],
  ])('%s costs only what does not fit', (_, lines) => {
    expect(Object.keys(read(lines).resources)).toEqual([]);
  });
});

describe('a restored catalogue', () => {
  const account = { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team' } as const;
  const saved = { ...emptySaved, accounts: { acc: account } };
  const catalog = { readAt: { acc: 3 }, projects: { [shop.key]: shop }, resources: { [web.key]: web } };

  test('fills the accounts that are here', () => {
    const state = after({ type: 'restored', saved, catalog });
    expect([state.projects, state.resources]).toEqual([catalog.projects, catalog.resources]);
    expect(state.accounts['acc']?.catalog).toEqual({ state: 'stale', readAt: 3 });
    expect(after({ type: 'restored', saved: emptySaved, catalog })).toMatchObject({ projects: {}, resources: {} });
  });

  test('is there before it is decided which wishes come back: production is known by its names and tags', () => {
    const wishes = { [web.key]: { on: true }, [db.key]: { on: true } };
    const live = { ...web, tags: ['production'] };
    const resources = { [web.key]: live, [db.key]: db };
    const state = after({ type: 'restored', saved: { ...saved, wishes }, catalog: { ...catalog, resources } });
    expect([state.forwards[web.key]?.wish.on, state.forwards[db.key]?.wish.on]).toEqual([false, true]);
  });
});

describe('the file', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => vi.useRealTimers());

  async function open(lines: readonly string[] = []) {
    const written: (readonly string[])[] = [];
    const store = createStore(emptySession);
    const file: CatalogFile = {
      read: () => Promise.resolve(lines),
      write: (next) => Promise.resolve(void written.push([...next])),
    };
    const known = await savedCatalog(file);
    const account = { id: 'acc', host: 'https://api.example', name: 'Acme', scope: 'team' } as const;
    const saved = { ...emptySaved, accounts: { acc: account } };
    store.dispatch({ type: 'restored', saved, ...(known && { catalog: known }) });
    return { store, written, kept: keepCatalog(store, file, known) };
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  test('is read into the store, and not written again for that', async () => {
    const { store, written, kept } = await open([...catalogLines(after(added, loaded(web)))]);
    expect(store.read().resources).toEqual({ [web.key]: web });
    await pass(60_000);
    await kept.close();
    expect(written).toEqual([]);
  });

  test('is written once for a catalogue that comes piece by piece', async () => {
    const { store, written, kept } = await open();
    for (let index = 0; index < 20; index += 1) {
      const project = makeProject(`p${index}`);
      const resources = [makeResource(makeTarget('web', { projectId: project.id }))];
      store.dispatch({ type: 'project-read', accountId: 'acc', project, resources, named: [], whole: ['service'] });
      await pass(100);
    }
    await pass(5000);
    expect(written.map((lines) => lines.length)).toEqual([21]);
    await kept.close();
  });

  test('forgets a signed-out account at once', async () => {
    const { store, written, kept } = await open([...catalogLines(after(added, loaded(web)))]);
    store.dispatch({ type: 'account-removed', id: 'acc' });
    await pass(200);
    expect(written.map((lines) => lines.length)).toEqual([1]);
    expect(JSON.stringify(written)).not.toContain('shop');
    await kept.close();
  });

  test('gets what waits when the app ends', async () => {
    const { store, written, kept } = await open();
    store.dispatch({ type: 'projects-listed', accountId: 'acc', projects: [shop] });
    await kept.close();
    expect(written.map((lines) => lines.length)).toEqual([2]);
  });
});
