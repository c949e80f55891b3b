import { describe, expect, test } from 'vitest';
import { findNeeds } from '../../electron/project-files/find-needs.ts';
import { readNeeds, writeProfile } from '../../electron/project-files/read-needs.ts';
import { makeProject, makeResource, makeTunnel, openAt, openForward } from '../support/session-fixtures.ts';
import { db, openRoom, search, shop, shopState, web } from './room.ts';

const other = makeProject({ id: 'other', namespace: 'ns-other' });
const otherWeb = makeResource(other, { name: 'web' });
const state = shopState();
const wide = {
  ...state,
  projects: { ...state.projects, [other.key]: other },
  resources: { ...state.resources, [otherWeb.key]: otherWeb },
};
const found = (text: string, known = state) => findNeeds(text, known).map(({ id, line, isSure }) => [id, line, isSure]);

describe('a file names a forward', () => {
  test.each([
    ['by its cluster name', 'A=http://web.ns-8zy2mcjh9zn2.svc.cluster.local:8080/x', web],
    ['by its cluster name in other letters', 'A=WEB.NS-8ZY2MCJH9ZN2.SVC.CLUSTER.LOCAL', web],
    ['by a name of one of its ports or pods', 'A=http.web.ns-8zy2mcjh9zn2.svc.cluster.local', web],
    ['by its short cluster name', 'A=web.ns-8zy2mcjh9zn2.svc', web],
    [
      'by the host of an addon',
      'DATABASE_URL="postgresql://u:p@primary.orders-db--k2xq.addon.code.run:5432/orders"',
      db,
    ],
    ['by the host of one instance of it', 'H=orders-db-0.orders-db--k2xq.addon.code.run', db],
    ['by service and port', 'SEARCH=search:8080', search],
    ['by service and port in a list', 'NODES=a:1,search:8080', search],
    ['by its id as host of an address', 'A=redis://:secret@orders-db/0', db],
    ['by its id where a host is expected', 'export DB_HOST=orders-db', db],
    ['by its id in quotes, with a comment', 'DB_HOST="orders-db" # the database', db],
    ['in a compose file', 'services:\n  api:\n    environment:\n      DB_HOST: orders-db', db],
    ['in a list of a compose file', 'x:\n    environment:\n      - DB_HOST=orders-db', db],
    ['in JSON', '{ "SEARCH": "search:8080" }', search],
  ])('%s', (_, text, resource) => {
    expect(found(text)).toEqual([[resource.key, text.split('\n').length, true]]);
  });
});

describe('a file does not name a forward', () => {
  test.each([
    ['in a comment', '# http://web:8080'],
    ['as a word', 'THEME=web\nNAME=orders-db\nsearch and find'],
    ['as part of a longer name', 'A=http://my-web:8080 B=web.example.com:8080 C=webs:8080 D=x.search:8080'],
    ['with a port that it does not have', 'A=search:9999'],
    ['as a name and password', 'A=http://web:8080@example.com/'],
    ['as a service of this compose file', 'services:\n  web:\n    image: nginx\n  search:\n    image: x'],
    ['as an image and its version', 'image: postgres:16'],
    ['in an e-mail address', 'MAIL=web@search.example'],
  ])('%s', (_, text) => expect(found(text)).toEqual([]));
});

test('a name that two projects have is settled by the rest of the file, else it is open', () => {
  expect(found('A=web:8080', wide)).toEqual([
    [web.key, 1, false],
    [otherWeb.key, 1, false],
  ]);
  expect(found('A=web:8080\nDB_HOST=primary.orders-db--k2xq.addon.code.run', wide)).toEqual([
    [web.key, 1, true],
    [otherWeb.key, 1, false],
    [db.key, 2, true],
  ]);
  expect(found('A=http://web.ns-other.svc.cluster.local', wide)).toEqual([[otherWeb.key, 1, true]]);
});

test('a cluster name of a namespace that is not known is a guess', () => {
  expect(found('A=web.ns-elsewhere.svc.cluster.local')).toEqual([[web.key, 1, false]]);
});

test('names that the platform gave to an open forward are known as they are', () => {
  const tunnel = makeTunnel(db, { number: 5432, protocol: 'TCP' }, openAt(1, 5432), { hostnames: ['db.acme.example'] });
  const known = shopState({ forwards: [openForward(db, [tunnel])] });
  expect(found('A=db.acme.example:5432', known)).toEqual([[db.key, 1, true]]);
});

test('of the text nothing is kept but line numbers', async () => {
  const text =
    'TOKEN=nf-very-secret\nDATABASE_URL=postgres://admin:hunter2@primary.orders-db--k2xq.addon.code.run/orders';
  const { store, send } = openRoom();
  expect(await send({ type: 'portside-file.read', name: '.env', text })).toEqual({ ok: true });
  expect(store.read().proposal).toEqual({
    state: 'ready',
    file: '.env',
    kind: 'env',
    needs: [{ id: db.key, line: 2, isSure: true }],
    unknown: [],
  });
  expect(JSON.stringify(store.read())).not.toMatch(/hunter2|very-secret|admin/);
});

test('a large file of nothing but hosts is read within a second', () => {
  const begun = performance.now();
  const row = 'web:8080 search:8080 a.b.c.d.e.f.g.svc.cluster.local ';
  findNeeds(row.repeat(5000), state);
  findNeeds('a-'.repeat(130_000), state);
  findNeeds('a.'.repeat(130_000), state);
  findNeeds(`http://${'a:'.repeat(130_000)}`, state);
  expect(performance.now() - begun).toBeLessThan(1000);
});

describe('a .portside.yaml', () => {
  const text = `version: 1
name: backend work
forwards:
  - { project: storefront, service: web, ports: [8080] }
  - { project: storefront, addon: gone }
  - { team: blue, project: storefront, addon: orders-db, restore: never }
`;

  test('is compared with what is known; nothing starts before it is accepted, and then only what was ticked', async () => {
    const { store, send, on } = openRoom();
    await send({ type: 'portside-file.read', name: '.portside.yaml', text });
    expect(store.read().proposal).toEqual({
      state: 'ready',
      file: '.portside.yaml',
      kind: 'portside',
      name: 'backend work',
      needs: [
        { id: web.key, ports: [8080], line: 4, isSure: true },
        { id: db.key, restore: 'never', line: 6, isSure: true },
      ],
      unknown: [{ name: 'gone', project: 'storefront', line: 5 }],
    });
    expect(on()).toEqual([]);

    const profile = { id: 'p', name: 'backend work' };
    expect(await send({ type: 'proposal.accept', ids: [web.key, search.key], on: true, profile })).toEqual({
      ok: true,
    });
    expect(on()).toEqual([web.key]);
    expect(store.read().profiles).toEqual({ p: { ...profile, entries: { [web.key]: { ports: [8080] } } } });
    expect(store.read().proposal).toEqual({ state: 'none' });
  });

  test('that is wrong is shown with its problem, and can be put away', async () => {
    const { store, send } = openRoom();
    await send({ type: 'portside-file.read', name: 'my.portside.yml', text: 'version: 3' });
    expect(store.read().proposal).toMatchObject({
      state: 'failed',
      problem: { code: 'portside-file-wrong', args: { line: 1 } },
    });
    await send({ type: 'proposal.dismiss' });
    expect(store.read().proposal).toEqual({ state: 'none' });
  });

  test('of a profile holds ids and choices, and gives the same profile elsewhere', async () => {
    const entries = {
      [web.key]: { ports: [8080], local: { 8080: { port: 18_080 } } },
      [db.key]: { instance: 'orders-db-0', restore: 'ask' as const },
    };
    const room = openRoom(shopState({ profiles: { p: { id: 'p', name: 'backend work', entries } } }));
    await room.send({ type: 'portside-file.save', profileId: 'p' });
    const [file] = room.saved;
    expect(file?.name).toBe('.portside.yaml');
    expect(file?.text).not.toMatch(/acme|127\./);

    const there = openRoom(shopState(), file);
    await there.send({ type: 'portside-file.open' });
    await there.send({
      type: 'proposal.accept',
      ids: [web.key, db.key],
      on: false,
      profile: { id: 'q', name: 'mine' },
    });
    expect(there.store.read().profiles['q']?.entries).toEqual(entries);
    expect(there.on()).toEqual([]);
  });

  test('of an empty profile is not written', () => {
    expect(() => writeProfile({ id: 'p', name: 'x', entries: {} })).toThrow('portside-file-wrong');
  });

  test('too large is refused unread', () => {
    expect(() => readNeeds({ name: '.env', text: 'a'.repeat(300_000) }, state)).toThrow('file-too-large');
  });
});

test('the same id in two accounts is offered twice, and only the first is sure', () => {
  const shopTwo = makeProject({ id: shop.id, accountId: 'beta' });
  const webTwo = makeResource(shopTwo, { name: 'web' });
  const known = { ...state, resources: { ...state.resources, [webTwo.key]: webTwo } };
  const text = 'version: 1\nforwards:\n  - { project: storefront, service: web }';
  expect(readNeeds({ name: '.portside.yaml', text }, known)).toMatchObject({
    needs: [
      { id: web.key, isSure: true },
      { id: webTwo.key, isSure: false },
    ],
  });
});
