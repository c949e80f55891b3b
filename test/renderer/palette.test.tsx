// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
import { failedForward, makeProject, makeResource, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, details, openWindow, row, rowNames } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const billing = makeProject({ id: 'billing' });
const web = makeResource(project, { name: 'web' });
const ledger = makeResource(billing, { name: 'ledger-db', kind: 'addon' });
const state = makeState({ projects: [project, billing], resources: [web, ledger], forwards: [failedForward(web)] });

const press = (key: string, held: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
const open = () => press('k', { ctrlKey: true });
const field = () => screen.getByRole('combobox', { name: 'Commands' });
const type = (query: string) => fireEvent.change(field(), { target: { value: query } });
const options = () => screen.queryAllByRole('option').map((each) => each.querySelector('.palette-title')?.textContent);
const active = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent ?? '';

describe('the command palette', () => {
  it('opens on Ctrl K with the focus in its field and closes on Ctrl K and Esc', async () => {
    openWindow(state);
    open();
    expect(document.activeElement).toBe(field());
    open();
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
    open();
    press('Escape');
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
  });

  it('leads to a service of another project, with its details', () => {
    openWindow(state);
    open();
    type('ledg');
    expect(active()).toMatch(/^ledger-db/);
    press('Enter');
    expect(rowNames()).toEqual(['ledger-db']);
    expect(details().getByRole('heading', { name: 'ledger-db' })).toBeDefined();
  });

  it('turns a forward on by Ctrl Enter', () => {
    const { sent } = openWindow(state);
    open();
    type('ledg');
    press('Enter', { ctrlKey: true });
    expect(sent).toEqual([{ type: 'forward.set', id: ledger.key, on: true }]);
    expect(row('web')).toBeDefined();
  });

  it('begins to keep the requests of a forward that speaks HTTP, leads to them, and ends it', async () => {
    const http = { ...web, ports: [{ number: 80, protocol: 'HTTP' as const }] };
    const given = { ...state, resources: { ...state.resources, [web.key]: http } };
    const { sent, change } = openWindow(given);
    const watch = { type: 'inspector.watch', id: web.key };
    const inspects = () => options().filter((each) => /requests of/i.test(each ?? ''));
    open();
    type('requests');
    expect(inspects()).toEqual(['Inspect requests of web']);
    press('Enter');
    expect(sent).toEqual([{ type: 'inspector.set', id: web.key, on: true }, watch]);
    expect(screen.getByRole('heading', { name: 'Requests of web' })).toBeDefined();
    await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull());
    change((each) => ({ ...each, inspector: { ...each.inspector, on: { [web.key]: true } } }));
    open();
    type('requests');
    expect(new Set(inspects())).toEqual(new Set(['Requests of web', 'Stop inspecting requests of web']));
    type('stop inspecting');
    press('Enter');
    expect(sent.at(-1)).toEqual({ type: 'inspector.set', id: web.key, on: false });
  });

  it('says of a project that could not be read that there may be more than it finds', () => {
    openWindow({
      ...state,
      projects: { ...state.projects, [billing.key]: { ...billing, problem: problem('api-unreachable') } },
    });
    open();
    type('billing');
    expect(screen.getAllByRole('option').map((each) => each.textContent)).toContainEqual(
      expect.stringContaining('could not be read'),
    );
    type('zzzz');
    expect(screen.getByText('Some projects could not be read, so there may be more.')).toBeDefined();
  });

  it.each([
    ['retry', { type: 'forward.retry', id: web.key }],
    ['stop all forwards', { type: 'forwards.stop-all' }],
    ['pause all', { type: 'forwards.pause' }],
    ['theme dark', { type: 'settings.change', settings: { theme: 'dark' } }],
    ['forward all in billing', { type: 'forwards.set', ids: [ledger.key], on: true }],
    ['show log', { type: 'log.show' }],
    ['quit', { type: 'quit' }],
  ])('runs %j', (query, command) => {
    const { sent } = openWindow(state);
    open();
    type(query);
    press('Enter');
    expect(sent).toEqual([command]);
  });

  it('moves by arrows, round at the ends, while the focus stays in the field', () => {
    openWindow(state);
    open();
    type('in');
    const all = options();
    press('ArrowUp');
    expect(active()).toContain(all.at(-1));
    press('ArrowDown');
    expect(active()).toContain(all[0]);
    expect(document.activeElement).toBe(field());
  });

  it('says so when nothing fits, and Enter then does nothing', () => {
    const { sent } = openWindow(state);
    open();
    type('zzzz');
    expect(screen.getByText('Nothing matches “zzzz”')).toBeDefined();
    press('Enter');
    expect(sent).toEqual([]);
    expect(field()).toBeDefined();
  });

  it('shows first what was run last', () => {
    openWindow(state);
    open();
    type('settings: diagn');
    press('Enter');
    expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toBeDefined();
    open();
    expect(options()[0]).toBe('Settings: Diagnostics');
  });
});

describe('keys', () => {
  it('? shows the sheet of shortcuts, Esc closes it, and in a text it is a letter', async () => {
    openWindow(state);
    press('?');
    const sheet = within(screen.getByRole('dialog', { name: 'Keyboard shortcuts' }));
    expect(sheet.getByText('Command palette')).toBeDefined();
    press('Escape');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    screen.getByRole('textbox', { name: 'Find a service or addon' }).focus();
    press('?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('Ctrl and comma show settings', () => {
    openWindow(state);
    press(',', { ctrlKey: true });
    expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toBeDefined();
  });
});

describe('activity', () => {
  const at = Date.UTC(2026, 4, 12, 10, 42, 7);
  const activity = {
    1: { id: 1, at, what: 'on', forward: web.key },
    2: { id: 2, at, what: 'opened', forward: web.key, tunnel: 't', port: 'http', to: '127.24.1.1:80', ms: 94 },
    3: { id: 3, at, what: 'lost', forward: web.key, tunnel: 't', port: 'http', problem: problem('endpoint-gone') },
    4: { id: 4, at, what: 'offline' },
  } as const;
  const entries = () =>
    within(screen.getByRole('region', { name: 'Activity' }))
      .getAllByRole('listitem')
      .map((each) => each.querySelector('.activity-words')?.textContent);
  const show = () => fireEvent.click(screen.getByRole('button', { name: 'Activity' }));

  it('lists what happened, newest first, and can be filtered and searched', () => {
    openWindow({ ...state, activity });
    show();
    const all = ['This computer is offline', 'Connection lost: Instance gone', 'Live at 127.24.1.1:80 after 94 ms'];
    expect(entries()).toEqual([...all, 'Turned on']);
    fireEvent.click(screen.getByRole('radio', { name: 'Trouble' }));
    expect(entries()).toEqual(all.slice(0, 2));
    fireEvent.click(screen.getByRole('radio', { name: 'All' }));
    fireEvent.change(screen.getByRole('textbox'), { target: { value: 'web live' } });
    expect(entries()).toEqual([all[2]]);
  });

  it('of one forward stands in its details, and leads to all of it', () => {
    openWindow({ ...state, activity });
    fireEvent.click(row('web').getAllByRole('button')[0] ?? document.body);
    expect(details().getByText('Connection lost: Instance gone')).toBeDefined();
    fireEvent.click(details().getByRole('button', { name: 'Show all activity' }));
    expect(entries()).toHaveLength(3);
  });

  it('says that nothing has happened yet', () => {
    openWindow(state);
    show();
    expect(screen.getByRole('heading', { name: 'Nothing has happened yet' })).toBeDefined();
  });
});
