import { describe, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { makeForward } from '../support/session-fixtures.ts';
import { db, ledger, openRoom, prod, search, shopState, web } from './room.ts';

const profile = { id: 'p', name: 'backend work', entries: { [web.key]: {}, [ledger.key]: {} } };
const proposal = {
  state: 'ready',
  file: '.env',
  kind: 'env',
  needs: [web, ledger].map(({ key }, index) => ({ id: key, line: index + 1, isSure: true })),
  unknown: [],
} as const;
const ids = [web.key, ledger.key];
const guarded: readonly Command[] = [
  { type: 'forward.set', id: ledger.key, on: true },
  { type: 'forwards.set', ids, on: true },
  { type: 'profile.set', id: 'p', on: true },
  { type: 'forwards.restore', on: true },
  { type: 'proposal.accept', ids, on: true },
];
const state = shopState({ profiles: { p: profile }, restorable: ids, proposal });

describe('production is switched on only after the user’s word', () => {
  test.each(guarded)('$type', async (command) => {
    const { store, send, on } = openRoom(state);
    const ack = await send(command);
    expect(ack).toEqual({ ok: false, problem: { code: 'needs-confirmation', args: { name: 'ledger-db', count: 1 } } });
    expect(store.read()).toBe(state);

    expect(await send({ ...command, confirmed: true } as Command)).toEqual({ ok: true });
    expect(on()).toContain(ledger.key);
  });
});

test('a confirmation of false is none', async () => {
  const { send } = openRoom();
  expect(await send({ type: 'forward.set', id: ledger.key, on: true, confirmed: false })).toMatchObject({ ok: false });
});

test('production that is on already needs no word, and switching off never does', async () => {
  const { send, on } = openRoom(shopState({ forwards: [makeForward(ledger)] }));
  expect(await send({ type: 'forwards.set', ids: [web.key, ledger.key], on: true })).toEqual({ ok: true });
  expect(await send({ type: 'forward.set', id: ledger.key, on: false })).toEqual({ ok: true });
  expect(on()).toEqual([web.key]);
});

test('a project that is marked by hand is guarded, and one that is cleared by hand is not', async () => {
  const { send, on } = openRoom();
  await send({ type: 'project.mark', key: prod.key, as: 'not-production' });
  expect(await send({ type: 'forward.set', id: ledger.key, on: true })).toEqual({ ok: true });
  await send({ type: 'project.mark', key: web.projectKey, as: 'production' });
  expect(await send({ type: 'forward.set', id: search.key, on: true })).toMatchObject({ ok: false });
  await send({ type: 'project.mark', key: web.projectKey, as: 'auto' });
  expect(await send({ type: 'forward.set', id: search.key, on: true })).toEqual({ ok: true });
  expect(on()).toEqual([ledger.key, search.key]);
});

test('other words are production where the settings say so', async () => {
  const { send } = openRoom();
  await send({ type: 'settings.change', settings: { productionPatterns: ['storefront'] } });
  expect(await send({ type: 'forward.set', id: db.key, on: true })).toMatchObject({ ok: false });
  expect(await send({ type: 'forward.set', id: ledger.key, on: true })).toEqual({ ok: true });
});
