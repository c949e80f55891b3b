// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import {
  failedForward,
  makeForward,
  makeProject,
  makeResource,
  makeState,
  makeTunnel,
  openAt,
  openForward,
  retryingForward,
} from '../support/session-fixtures.ts';
import { closeWindowAfterEach, COMPACT, details, forwardSwitch, openWindow, row, rowNames } from './window.tsx';

closeWindowAfterEach();
afterEach(() => vi.useRealTimers());

const project = makeProject({ id: 'storefront' });
const web = makeResource(project, { name: 'web' });
const search = makeResource(project, { name: 'search' });
const paused = makeResource(project, { name: 'assets', kind: 'addon', type: 'minio', state: 'paused' });
const db = makeResource(project, { name: 'orders-db', kind: 'addon', version: '16.4', tls: true });
const names = ['primary.orders-db--k2xq.addon.code.run', 'orders-db-0.orders-db--k2xq.addon.code.run'];
const dbTunnel = makeTunnel(db, { number: 5432, name: 'postgres', protocol: 'TCP' }, openAt(4, 5432), {
  hostnames: names,
  instance: 'orders-db-0',
});
const webTunnel = makeTunnel(web, { number: 8080, name: 'http', protocol: 'HTTP' }, openAt(1, 8080));
const make = (part: Parameters<typeof makeState>[0] = {}) =>
  makeState({ projects: [project], resources: [web, search, paused, db], ...part });
const withForward = (forward: ReturnType<typeof makeForward>) => (state: SessionState) => ({
  ...state,
  forwards: { ...state.forwards, [forward.id]: forward },
});

it('all forwards are paused, and resumed, in the status bar', () => {
  const status = () => within(screen.getByRole('contentinfo', { name: 'Status' }));
  const { sent, change } = openWindow(make());
  expect(status().queryByRole('button', { name: /^(Pause|Resume)/ })).toBeNull();
  change(withForward(openForward(web, [webTunnel])));
  fireEvent.click(status().getByRole('button', { name: 'Pause all forwards' }));
  change(withForward(makeForward(web, { wish: { on: false, paused: true }, status: { kind: 'off' } })));
  fireEvent.click(status().getByRole('button', { name: 'Resume 1 forward' }));
  expect(sent).toEqual([{ type: 'forwards.pause' }, { type: 'forwards.set', ids: [web.key], on: true }]);
});

describe('a forward in the list', () => {
  it('is asked for by its switch, which then shows the wish and the row the truth', () => {
    const { sent, change } = openWindow(make());
    expect(forwardSwitch('web').getAttribute('aria-checked')).toBe('false');
    fireEvent.click(forwardSwitch('web'));
    expect(sent).toEqual([{ type: 'forward.set', id: web.key, on: true }]);

    change(withForward(makeForward(web)));
    expect(forwardSwitch('web').getAttribute('aria-checked')).toBe('true');
    expect(row('web').getByText('Starting…')).toBeDefined();

    change(withForward(openForward(web, [webTunnel])));
    expect(row('web').getByText('Live')).toBeDefined();
    expect(row('web').getByText('127.24.1.1:8080')).toBeDefined();
  });

  it('is turned on and off by Space on its row', () => {
    const { sent } = openWindow(make({ forwards: [makeForward(web)] }));
    for (const name of ['search', 'web']) {
      fireEvent.keyDown(row(name).getByRole('button'), { key: ' ' });
      fireEvent.keyUp(row(name).getByRole('button'), { key: ' ' });
    }
    expect(sent).toEqual([
      { type: 'forward.set', id: search.key, on: true },
      { type: 'forward.set', id: web.key, on: false },
    ]);
  });

  it('counts down to its next try, second by second', () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
    openWindow(make({ forwards: [retryingForward(web, problem('endpoint-unreachable'), 8000)] }));
    expect(row('web').getByText('Retrying in 8 s')).toBeDefined();
    act(() => void vi.advanceTimersByTime(3000));
    expect(row('web').getByText('Retrying in 5 s')).toBeDefined();
    act(() => void vi.advanceTimersByTime(6000));
    expect(row('web').getByText('Retrying now…')).toBeDefined();
  });

  it('says that it waits for the network instead of counting down without one', () => {
    openWindow(make({ online: false, forwards: [retryingForward(web, problem('endpoint-unreachable'), 8000)] }));
    expect(row('web').getByText('Waiting for network')).toBeDefined();
  });

  it('says why a wish on a paused resource is not served', () => {
    openWindow(make({ forwards: [retryingForward(paused, problem('no-instance'), 8000)] }));
    expect(row('assets').getByText('Paused')).toBeDefined();
    expect(row('assets').getByText('Opens by itself once it runs again')).toBeDefined();
  });

  it('says its trouble below the name in the compact window', () => {
    openWindow(make({ forwards: [failedForward(web)] }), COMPACT);
    expect(row('web').getByText('Failed · Port in use')).toBeDefined();
  });
});

describe('the details', () => {
  it('have a way to retry a failed forward', () => {
    const { sent } = openWindow(make({ forwards: [failedForward(web)] }));
    fireEvent.click(row('web').getByRole('button'));
    expect(
      details().getByText('127.24.1.9:8080 is taken by another program. Stop that program, then retry.'),
    ).toBeDefined();
    fireEvent.click(details().getByRole('button', { name: 'Retry' }));
    expect(sent).toEqual([{ type: 'forward.retry', id: web.key }]);
  });

  it('copy addresses and hostnames by command and say so in place', async () => {
    const { sent } = openWindow(make({ forwards: [openForward(db, [dbTunnel])] }));
    fireEvent.click(row('orders-db').getByRole('button'));
    const card = within(details().getByRole('region', { name: 'postgres' }));
    fireEvent.click(card.getByRole('button', { name: 'Copy 127.24.1.4:5432' }));
    await card.findByText('Copied');
    fireEvent.click(card.getByRole('button', { name: `Copy ${names[1]}` }));
    expect(sent).toEqual([
      { type: 'copy.address', tunnelId: dbTunnel.id },
      { type: 'copy.hostname', tunnelId: dbTunnel.id, hostname: names[1] },
    ]);
  });

  it('list every hostname and the instance of a port', () => {
    openWindow(make({ forwards: [openForward(db, [dbTunnel])] }));
    fireEvent.click(row('orders-db').getByRole('button'));
    const card = within(details().getByRole('region', { name: 'postgres' }));
    for (const each of [...names, 'orders-db-0', '127.24.1.4:5432']) expect(card.getByText(each)).toBeDefined();
  });

  it('open HTTP ports in the browser, and offer it for no other', () => {
    const { sent } = openWindow(make({ forwards: [openForward(db, [dbTunnel]), openForward(web, [webTunnel])] }));
    fireEvent.click(row('orders-db').getByRole('button'));
    expect(details().queryByRole('button', { name: 'Open in browser' })).toBeNull();
    fireEvent.click(row('web').getByRole('button'));
    fireEvent.click(details().getByRole('button', { name: 'Open in browser' }));
    expect(sent).toEqual([{ type: 'open.address', tunnelId: webTunnel.id }]);
  });

  it('lie over the list in the compact window and are closed by Esc', () => {
    openWindow(make(), COMPACT);
    fireEvent.click(row('web').getByRole('button'));
    const sheet = screen.getByRole('dialog', { name: 'Details of web' });
    expect(within(sheet).getByRole('heading', { name: 'web' })).toBeDefined();
    fireEvent.keyDown(sheet, { key: 'Escape' });
    expect(screen.queryByRole('heading', { name: 'web' })).toBeNull();
  });
});

describe('Forward all', () => {
  const all = () => screen.getByRole('checkbox', { name: 'Forward all' });

  it('is off, mixed and on with the wishes', () => {
    const { change } = openWindow(make());
    expect(all().getAttribute('aria-checked')).toBe('false');
    change(withForward(makeForward(web)));
    expect(all().getAttribute('aria-checked')).toBe('mixed');
    change(withForward(makeForward(search)));
    change(withForward(makeForward(db)));
    expect(all().getAttribute('aria-checked')).toBe('true');
  });

  it('turns on what can be forwarded, and off whatever is on', () => {
    const { sent, change } = openWindow(make({ forwards: [makeForward(web)] }));
    fireEvent.click(all());
    change((state) => [search, db, paused].reduce((each, resource) => withForward(makeForward(resource))(each), state));
    fireEvent.click(all());
    const ids = (at: number) => new Set((sent[at] as { ids?: string[] } | undefined)?.ids);
    expect(ids(0)).toEqual(new Set([web.key, search.key, db.key]));
    expect(ids(1)).toEqual(new Set([web.key, search.key, db.key, paused.key]));
    expect(sent.map((command) => 'on' in command && command.on)).toEqual([true, false]);
  });
});

it('the live view lists wished forwards of all projects and keeps one that is turned off', () => {
  const billing = makeProject({ id: 'billing' });
  const invoice = makeResource(billing, { name: 'invoice-api' });
  const { change } = openWindow(
    make({
      projects: [project, billing],
      resources: [web, search, invoice],
      forwards: [openForward(web, [webTunnel]), makeForward(invoice)],
    }),
  );
  fireEvent.click(screen.getByRole('button', { name: /^Live/ }));
  expect(rowNames()).toEqual(['invoice-api', 'web']);
  change(withForward(makeForward(invoice, { wish: { on: false }, status: { kind: 'off' } })));
  expect(rowNames()).toEqual(['invoice-api', 'web']);
});
