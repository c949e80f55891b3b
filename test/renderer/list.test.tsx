// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { summariseAll } from '../../renderer/projects/forward-all.tsx';
import { makeForward, makeProject, makeResource, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, forwardSwitch, openWindow, row, rowNames } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => makeResource(project, { name: `svc-${String(index).padStart(5, '0')}` }));
const few = many(6);
const id = (index: number) => few[index]?.key ?? '';
const open = (name: string) => row(name).getAllByRole('button')[0] ?? document.body;
const press = (key: string, held: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
const focused = () => document.activeElement?.closest('.row')?.getAttribute('aria-label');
const marked = () => [...document.querySelectorAll('.row[data-marked]')].map((each) => each.getAttribute('aria-label'));
const bar = () => within(screen.getByRole('toolbar', { name: 'Marked rows' }));

describe('of ten thousand services', () => {
  const state = makeState({ projects: [project], resources: many(10_000) });

  it('only those on the screen are in the page, and each says its place among all', () => {
    openWindow(state);
    expect(rowNames().length).toBeLessThan(60);
    const item = screen.getByRole('listitem', { name: 'svc-00002' });
    expect([item.getAttribute('aria-posinset'), item.getAttribute('aria-setsize')]).toEqual(['3', '10000']);
  });

  it('the last has the focus after End, the first after Home, the next after an arrow', () => {
    openWindow(state);
    open('svc-00000').focus();
    press('End');
    expect(focused()).toBe('svc-09999');
    press('ArrowUp');
    expect(focused()).toBe('svc-09998');
    press('Home');
    expect(focused()).toBe('svc-00000');
    press('PageDown');
    expect(focused()).toBe('svc-00008');
  });
});

describe('several rows', () => {
  const state = makeState({ projects: [project], resources: few });

  it('are marked by clicks with Ctrl and Shift, without opening details', () => {
    openWindow(state);
    fireEvent.click(open('svc-00001'), { ctrlKey: true });
    fireEvent.click(open('svc-00003'), { shiftKey: true });
    expect(marked()).toEqual(['svc-00001', 'svc-00002', 'svc-00003']);
    fireEvent.click(open('svc-00002'), { ctrlKey: true });
    expect(marked()).toEqual(['svc-00001', 'svc-00003']);
    expect(screen.queryByRole('complementary', { name: /^Details of/ })).toBeNull();
    expect(bar().getByText('2 selected')).toBeDefined();
  });

  it('are marked by Shift with arrows from where the focus was, and no longer after Esc', () => {
    openWindow(state);
    open('svc-00002').focus();
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(marked()).toEqual(['svc-00002', 'svc-00003', 'svc-00004']);
    press('ArrowUp', { shiftKey: true });
    expect(marked()).toEqual(['svc-00002', 'svc-00003']);
    press('Escape');
    expect(marked()).toEqual([]);
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('are all marked by Ctrl A, and one is taken out by Ctrl Space', () => {
    openWindow(state);
    open('svc-00000').focus();
    press('a', { ctrlKey: true });
    press(' ', { ctrlKey: true });
    expect(marked()).toEqual(['svc-00001', 'svc-00002', 'svc-00003', 'svc-00004', 'svc-00005']);
  });

  it('are started, stopped and copied together, in the order of the list', () => {
    const { sent, change } = openWindow(state);
    fireEvent.click(open('svc-00003'), { ctrlKey: true });
    fireEvent.click(open('svc-00001'), { ctrlKey: true });
    const ids = [id(1), id(3)];
    fireEvent.click(bar().getByRole('button', { name: 'Start' }));
    expect(sent).toEqual([{ type: 'forwards.set', ids, on: true }]);
    change((each) => ({
      ...each,
      forwards: Object.fromEntries(few.slice(0, 4).map((one) => [one.key, makeForward(one)])),
    }));
    fireEvent.click(bar().getByRole('button', { name: 'Stop' }));
    expect(sent.at(-1)).toEqual({ type: 'forwards.set', ids, on: false });
    expect(bar().getByRole('button', { name: 'Start' }).hasAttribute('disabled')).toBe(true);
    expect(bar().getByRole('button', { name: 'Copy addresses' }).hasAttribute('disabled')).toBe(true);
  });

  it('are switched by Space as one, and another row alone', () => {
    const { sent } = openWindow(state);
    open('svc-00000').focus();
    press('ArrowDown', { shiftKey: true });
    press(' ');
    open('svc-00004').focus();
    press(' ');
    expect(sent).toEqual([
      { type: 'forwards.set', ids: [id(0), id(1)], on: true },
      { type: 'forward.set', id: id(4), on: true },
    ]);
  });

  it('say for a moment that they were copied, also where another page was looked at meanwhile', async () => {
    const { sent } = openWindow(state);
    const side = within(screen.getByRole('navigation'));
    fireEvent.click(open('svc-00001'), { ctrlKey: true });
    open('svc-00001').focus();
    press('c', { ctrlKey: true });
    await row('svc-00001').findByText('Copied');
    expect(sent).toEqual([{ type: 'copy.addresses', ids: [id(1)] }]);
    fireEvent.click(side.getByRole('button', { name: /^Activity/ }));
    expect(screen.queryByRole('listitem', { name: 'svc-00001' })).toBeNull();
    fireEvent.click(side.getByRole('button', { name: /^storefront/ }));
    await waitFor(() => expect(row('svc-00001').queryByText('Copied')).toBeNull(), { timeout: 4000 });
  });

  it('are forgotten when the list shows something else', () => {
    openWindow(state);
    fireEvent.click(open('svc-00001'), { ctrlKey: true });
    fireEvent.change(screen.getByRole('textbox', { name: 'Find a service or addon' }), { target: { value: 'svc' } });
    expect(marked()).toEqual([]);
  });
});

describe('forward all', () => {
  const paused = makeResource(project, { name: 'paused', state: 'paused' });
  const db = makeResource(project, { name: 'db', kind: 'addon' });
  const state = makeState({
    projects: [project],
    resources: [...few.slice(0, 2), paused, db],
    forwards: [makeForward(few[0] ?? db)],
  });
  const all = { projectKey: project.key };

  it('of a section is the sum of that section alone', () => {
    const { sent } = openWindow(state);
    const services = screen.getByRole('checkbox', { name: 'Forward all: Services' });
    const addons = screen.getByRole('checkbox', { name: 'Forward all: Addons' });
    expect([services, addons].map((each) => each.getAttribute('aria-checked'))).toEqual(['mixed', 'false']);
    fireEvent.click(addons);
    fireEvent.click(services);
    expect(sent).toEqual([
      { type: 'forwards.set', ids: [db.key], on: true },
      { type: 'forwards.set', ids: [id(0), id(1)], on: true },
    ]);
    expect(forwardSwitch('db')).toBeDefined();
  });

  it('is on when all that can run is on, and mixed as long as something paused is wished', () => {
    const on = (...names: (typeof db)[]) => ({
      ...state,
      forwards: Object.fromEntries(names.map((each) => [each.key, makeForward(each)])),
    });
    expect(summariseAll(on(), all).checked).toBe(false);
    expect(summariseAll(on(few[0] ?? db, few[1] ?? db, db), all).checked).toBe(true);
    expect(summariseAll(on(paused), all).checked).toBe('mixed');
  });
});
