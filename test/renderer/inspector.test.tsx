// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type Inspected, noInspector } from '../../electron/contract/inspector.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { makeProject, makeResource, makeState, makeTunnel, openAt, openForward } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, details, openWindow, row } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web' });
const db = makeResource(project, { name: 'orders-db', kind: 'addon', ports: [] });
const tunnel = makeTunnel(web, { number: 8080, name: 'http', protocol: 'HTTP' }, openAt(1, 8080));
const dbTunnel = makeTunnel(db, { number: 5432, name: 'postgres', protocol: 'TCP' }, openAt(2, 5432));
const entry = (id: number, change: Partial<Inspected> = {}): Inspected => ({
  id,
  forward: web.key,
  tunnel: tunnel.id,
  at: 1_700_000_000_000 + id,
  method: 'GET',
  path: `/${id}`,
  state: 'complete',
  status: 200,
  tookMs: 5,
  requestBytes: 0,
  responseBytes: 10,
  ...change,
});
const state = (requests: readonly Inspected[], isOn = true): SessionState => ({
  ...makeState({
    projects: [project],
    resources: [web, db],
    forwards: [openForward(web, [tunnel]), openForward(db, [dbTunnel])],
  }),
  inspector: { ...noInspector, on: isOn ? { [web.key]: true } : {} },
  requests: Object.fromEntries(requests.map((each) => [each.id, each])),
});
const show = (name: string) => fireEvent.click(row(name).getByRole('button'));
const openPage = () => {
  show('web');
  fireEvent.click(details().getByRole('button', { name: 'Show requests' }));
};
const lines = () => within(screen.getByRole('list', { name: 'Requests' })).getAllByRole('button');
const paths = () => lines().map((each) => each.querySelector('.request-path')?.textContent);

it('inspecting is off until it is switched on, and only HTTP forwards have it', () => {
  const { sent } = openWindow(state([], false));
  show('orders-db');
  expect(details().queryByRole('switch', { name: 'Inspect requests' })).toBeNull();
  show('web');
  const toggle = details().getByRole('switch', { name: 'Inspect requests' });
  expect(toggle.getAttribute('aria-checked')).toBe('false');
  expect(details().queryByRole('button', { name: 'Show requests' })).toBeNull();
  fireEvent.click(toggle);
  expect(sent).toContainEqual({ type: 'inspector.set', id: web.key, on: true });
});

it('main is told which list is looked at, and when nobody does', () => {
  const { sent } = openWindow(state([entry(1)]));
  openPage();
  expect(sent).toContainEqual({ type: 'inspector.watch', id: web.key });
  fireEvent.click(screen.getByRole('button', { name: 'Back to web' }));
  expect(sent).toContainEqual({ type: 'inspector.watch' });
});

it('requests stand newest first, with a filter and a search', () => {
  openWindow(state([entry(1), entry(2, { method: 'POST', status: 500 }), entry(3, { state: 'cut' })]));
  openPage();
  expect(paths()).toEqual(['/3', '/2', '/1']);
  fireEvent.click(screen.getByRole('radio', { name: 'Failed' }));
  expect(paths()).toEqual(['/3', '/2']);
  fireEvent.click(screen.getByRole('radio', { name: 'Changes' }));
  expect(paths()).toEqual(['/2']);
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'nothing' } });
  screen.getByText('No such request');
});

it('arrows move through the list, and main is asked for the details', () => {
  const { sent } = openWindow(state([entry(1), entry(2)]));
  openPage();
  fireEvent.keyDown(lines()[0] as Element, { key: 'ArrowDown' });
  expect(sent.at(-1)).toEqual({ type: 'inspector.look', requestId: 1 });
  expect(document.activeElement).toBe(lines()[1]);
});

it('a request that may change something is sent again only after a second press', () => {
  const first = entry(1, { method: 'DELETE' });
  const message = { version: '1.1', fields: [], bytes: 0, body: { kind: 'none' } } as const;
  const shown = { entry: first, request: message, isWhole: true };
  const { sent } = openWindow({ ...state([first]), inspector: { ...state([]).inspector, shown } });
  openPage();
  fireEvent.click(lines()[0] as Element);
  fireEvent.click(screen.getByRole('button', { name: 'Replay' }));
  expect(sent).not.toContainEqual({ type: 'inspector.replay', requestId: 1 });
  fireEvent.click(screen.getByRole('button', { name: 'Really send DELETE again?' }));
  expect(sent).toContainEqual({ type: 'inspector.replay', requestId: 1 });
});
