import { describe, expect, test } from 'vitest';
import { profileState } from '../../electron/contract/profile.ts';
import { makeForward, makeResource } from '../support/session-fixtures.ts';
import { db, openRoom, search, shop, shopState, web } from './room.ts';

const wishOf = (room: ReturnType<typeof openRoom>, id: string) => room.store.read().forwards[id]?.wish;
const profileOf = (room: ReturnType<typeof openRoom>) => room.store.read().profiles['p'];

test('a profile takes each forward in with the ports and the instance it has now', async () => {
  const forwards = [makeForward(web, { wish: { on: true, ports: [8080], instance: 'web-1' } }), makeForward(db)];
  const room = openRoom(shopState({ forwards }));
  await room.send({ type: 'profile.create', id: 'p', name: 'backend work', ids: [web.key, db.key, 'no/such'] });
  expect(profileOf(room)).toEqual({
    id: 'p',
    name: 'backend work',
    entries: { [web.key]: { ports: [8080], instance: 'web-1' }, [db.key]: {} },
  });
});

test('changing its members keeps the choices of those that stay', async () => {
  const entries = { [web.key]: { ports: [8080] }, [db.key]: {} };
  const room = openRoom(shopState({ profiles: { p: { id: 'p', name: 'work', entries } } }));
  await room.send({ type: 'profile.change', id: 'p', ids: [web.key, search.key] });
  expect(profileOf(room)?.entries).toEqual({ [web.key]: { ports: [8080] }, [search.key]: {} });
  await room.send({ type: 'profile.change', id: 'p', name: 'other' });
  expect(profileOf(room)?.name).toBe('other');
  await room.send({ type: 'profile.delete', id: 'p' });
  expect(profileOf(room)).toBeUndefined();
});

test('two profiles have no name in common, in whatever letters', async () => {
  const room = openRoom();
  await room.send({ type: 'profile.create', id: 'a', name: 'Work', ids: [] });
  const taken = { ok: false, problem: { code: 'profile-name-taken', args: { name: 'work' } } };
  expect(await room.send({ type: 'profile.create', id: 'b', name: 'work', ids: [] })).toEqual(taken);
  await room.send({ type: 'profile.create', id: 'b', name: 'play', ids: [] });
  expect(await room.send({ type: 'profile.change', id: 'b', name: 'work' })).toEqual(taken);
  expect(await room.send({ type: 'profile.change', id: 'a', name: 'WORK' })).toEqual({ ok: true });
});

describe('a profile’s switch', () => {
  const entries = { [web.key]: { ports: [8080] }, [db.key]: { instance: 'db-1' } };
  const profiles = { p: { id: 'p', name: 'work', entries } };

  test('switches on what is off with its choice, and leaves alone what is on', async () => {
    const room = openRoom(shopState({ profiles, forwards: [makeForward(web)] }));
    await room.send({ type: 'profile.set', id: 'p', on: true });
    expect(wishOf(room, web.key)).toEqual({ on: true });
    expect(wishOf(room, db.key)).toEqual({ on: true, instance: 'db-1' });
  });

  test('opens all ports again where an earlier wish was for some and the profile names none', async () => {
    const wish = { on: false, paused: true as const, ports: [5432], instance: 'db-0' };
    const room = openRoom(shopState({ profiles, forwards: [makeForward(db, { wish })] }));
    await room.send({ type: 'profile.set', id: 'p', on: true });
    expect(wishOf(room, db.key)).toEqual({ on: true, instance: 'db-1' });
  });

  test('switches off all of them, also those that another profile has', async () => {
    const other = { q: { id: 'q', name: 'other', entries: { [web.key]: {} } } };
    const forwards = [makeForward(web), makeForward(db), makeForward(search)];
    const room = openRoom(shopState({ profiles: { ...profiles, ...other }, forwards }));
    await room.send({ type: 'profile.set', id: 'p', on: false });
    expect(room.on()).toEqual([search.key]);
  });

  test('names the first that is not here, and switches the others on', async () => {
    const strange = 'gone/-/far/service/api';
    const room = openRoom(shopState({ profiles: { p: { ...profiles.p, entries: { ...entries, [strange]: {} } } } }));
    const ack = await room.send({ type: 'profile.set', id: 'p', on: true });
    expect(ack).toEqual({ ok: false, problem: { code: 'resource-gone', args: { name: 'api' } } });
    expect(room.on()).toEqual([web.key, db.key]);
  });

  test('shows off, mixed and on as its forwards are; what is paused or not here does not keep it from on', () => {
    const paused = makeResource(shop, { name: 'assets', kind: 'addon', state: 'paused' });
    const profile = { id: 'p', name: 'work', entries: { ...entries, [paused.key]: {}, 'x/-/y/service/z': {} } };
    const shown = (...forwards: readonly ReturnType<typeof makeForward>[]) =>
      profileState(shopState({ resources: [web, db, paused], forwards }), profile).checked;
    expect(shown()).toBe(false);
    expect(shown(makeForward(web))).toBe('mixed');
    expect(shown(makeForward(web), makeForward(db))).toBe(true);
    expect(shown(makeForward(paused))).toBe('mixed');
    expect(profileState(shopState(), { ...profile, entries: {} })).toEqual({ checked: false, on: 0, able: 0, all: 0 });
  });
});
