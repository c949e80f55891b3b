import { beforeEach, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { createCommands, type Deeds } from '../../electron/session/commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';
import { makeAccount, makeProject, makeResource, makeTarget, makeTunnel, tunnelsOf } from '../support/builders.ts';

const web = makeResource(makeTarget('web'));
let store: Store;
let done: unknown[][];

beforeEach(() => {
  store = createStore(emptySession);
  done = [];
  store.dispatch({ type: 'account-added', account: makeAccount() });
  const projects = [makeProject('shop')];
  store.dispatch({ type: 'catalog-loaded', accountId: 'acc', readAt: 1, projects, resources: [web] });
});

async function send(command: Command): Promise<unknown[][]> {
  const noted = new Proxy({} as Deeds, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        void done.push([name, ...args]),
  });
  await createCommands({ dispatch: store.dispatch, read: store.read, deeds: noted })(command);
  return done.splice(0);
}

function openConnections(connections: number): void {
  const id = `${web.key}:80`;
  store.dispatch({ type: 'wished', id: web.key, on: true });
  const tunnels = tunnelsOf(makeTunnel(id));
  store.dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
  const sample = { connections, bytesIn: 0, bytesOut: 0, rateIn: 0, rateOut: 0 };
  store.dispatch({ type: 'traffic', samples: { [id]: sample } });
}

const question = () => store.read().desktop.question;
const closeAction = () => store.read().settings.closeAction;

test('the first close asks, and keeping the app running is remembered', async () => {
  expect(await send({ type: 'window.close' })).toEqual([['showWindow']]);
  expect(question()).toEqual({ kind: 'close' });
  expect(await send({ type: 'question.answer', answer: 'keep' })).toEqual([['leaveWindow', 'tray']]);
  expect(question()).toBeUndefined();
  expect(closeAction()).toBe('hide');
  expect(await send({ type: 'window.close' })).toEqual([['leaveWindow', 'tray']]);
});

test('the first close answered with quit quits, now and next time', async () => {
  await send({ type: 'window.close' });
  expect(await send({ type: 'question.answer', answer: 'quit' })).toEqual([['quit']]);
  expect(await send({ type: 'window.close' })).toEqual([['quit']]);
});

test('a question that is waved away, or closed over, changes nothing and is asked again', async () => {
  await send({ type: 'window.close' });
  expect(await send({ type: 'question.answer', answer: 'cancel' })).toEqual([]);
  expect(await send({ type: 'window.close' })).toEqual([['showWindow']]);
  expect(await send({ type: 'window.close' })).toEqual([['leaveWindow', 'tray']]);
  expect(question()).toBeUndefined();
  expect(closeAction()).toBe('ask');
});

test('where there is no tray the window is minimised instead of hidden', async () => {
  store.dispatch({ type: 'desktop-changed', change: { tray: 'missing' } });
  await send({ type: 'settings.change', settings: { closeAction: 'hide' } });
  expect(await send({ type: 'window.close' })).toEqual([['leaveWindow', 'taskbar']]);
});

test('quitting asks while connections are open, and says how many', async () => {
  openConnections(2);
  expect(await send({ type: 'quit' })).toEqual([['showWindow']]);
  expect(question()).toEqual({ kind: 'quit', forwards: 1, connections: 2 });
  expect(await send({ type: 'question.answer', answer: 'keep' })).toEqual([]);
  expect(question()).toBeUndefined();
  await send({ type: 'quit' });
  expect(await send({ type: 'question.answer', answer: 'quit' })).toEqual([['quit']]);
  expect(closeAction()).toBe('ask');
});

test.each<Command>([{ type: 'quit', sure: true }, { type: 'quit' }])(
  'a sure or repeated quit is not asked about',
  async (command) => {
    openConnections(1);
    if (!('sure' in command)) await send({ type: 'quit' });
    expect(await send(command)).toEqual([['quit']]);
  },
);

test('quitting with forwards that nobody uses asks nothing', async () => {
  openConnections(0);
  expect(await send({ type: 'quit' })).toEqual([['quit']]);
});

test('an answer to no question does nothing', async () => {
  expect(await send({ type: 'question.answer', answer: 'quit' })).toEqual([]);
});

test('the window is told where to lead, until it has arrived', async () => {
  const place = { kind: 'resource', key: web.key } as const;
  expect(await send({ type: 'window.show', place })).toEqual([['showWindow']]);
  expect(store.read().desktop.place).toEqual(place);
  await send({ type: 'window.arrived' });
  expect(store.read().desktop).toEqual({ tray: 'tray' });
});
