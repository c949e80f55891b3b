import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findForwards, findResource, forwardsOfFile } from '../../electron/cli/app-names.ts';
import type { Report, ResourceReport } from '../../electron/control/report.ts';

const resource = (project: string, type: ResourceReport['type'], name: string, team?: string): ResourceReport => ({
  id: `${team ?? 'acc'}/${project}/${type}/${name}`,
  account: 'acc',
  ...(team !== undefined && { team }),
  project,
  type,
  resource: name,
  name,
  production: false,
});
const web = resource('shop', 'service', 'web');
const db = resource('shop', 'addon', 'db');
const otherDb = resource('billing', 'addon', 'db');
const list = [web, db, otherDb];
const status: Report = {
  online: true,
  accounts: [],
  profiles: [{ id: 'p1', name: 'backend work', on: false, forwards: [db.id, web.id, 'gone'] }],
  forwards: [],
};

test('a name is that of a resource, with its project or type where it needs them', () => {
  expect(findResource('web', list)).toBe(web);
  expect(findResource('billing/db', list)).toBe(otherDb);
  expect(findResource('shop/addon/db', list)).toBe(db);
  expect(findResource(web.id, list)).toBe(web);
});

test('a name of several names them all, and one of none is told', () => {
  expect(() => findResource('db', list)).toThrow(
    '"db" is in several projects. Say which: shop/addon/db, billing/addon/db.',
  );
  const teams = ['blue', 'red'].map((team) => resource('lab', 'service', 'search', team));
  expect(() => findResource('lab/search', teams)).toThrow(
    '"lab/search" is in several projects. Say which: blue/lab/service/search, red/lab/service/search.',
  );
  expect(() => findResource('cache', list)).toThrow('Portside knows no service, addon or profile "cache".');
});

test('a profile stands for its forwards that are there, and nothing comes twice', () => {
  expect(findForwards(['backend work', 'web', 'billing/db'], { list, status })).toEqual([db, web, otherDb]);
  expect(findForwards(['p1'], { list, status })).toEqual([db, web]);
});

test('a profile is found whatever the case of its name, where that hides no resource', () => {
  const work = { id: 'p2', name: 'Web', on: false, forwards: [otherDb.id] };
  const known = { list, status: { ...status, profiles: [...status.profiles, work] } };
  expect(findForwards(['Backend Work'], known)).toEqual([db, web]);
  expect(findForwards(['WEB'], known)).toEqual([otherDb]);
  expect(findForwards(['web'], known)).toEqual([web]);
});

test('of profiles that differ by case alone the exact one is meant, and none by another case', () => {
  const twin = { id: 'p2', name: 'Backend work', on: false, forwards: [otherDb.id] };
  const known = { list, status: { ...status, profiles: [...status.profiles, twin] } };
  expect(findForwards(['Backend work'], known)).toEqual([otherDb]);
  expect(() => findForwards(['BACKEND WORK'], known)).toThrow(
    '"BACKEND WORK" may be several profiles. Say which, with its capitals: backend work, Backend work.',
  );
});

test('without names those of the folder’s file are meant, in the team that it names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portside-names-'));
  const teams = [resource('lab', 'service', 'search', 'blue'), resource('lab', 'service', 'search', 'red')];
  try {
    expect(() => forwardsOfFile(folder, list)).toThrow('put a .portside.yaml into this folder');
    const lines = ['version: 1', 'forwards:', '  - project: shop', '    service: web', '  - team: red'];
    await writeFile(join(folder, '.portside.yaml'), [...lines, '    project: lab', '    service: search'].join('\n'));
    expect(forwardsOfFile(folder, [...list, ...teams])).toEqual([web, teams[1]]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
