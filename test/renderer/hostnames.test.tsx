// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type Hostnames, manualEntries, noHostnames, renderManualLines } from '../../electron/contract/hostnames.ts';
import { problem } from '../../electron/contract/problem.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { makeProject, makeResource, makeState, makeTunnel, openAt, openForward } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, COMPACT, details, openWindow, row } from './window.tsx';

closeWindowAfterEach();

const shop = makeProject({ id: 'shop' });
const billing = makeProject({ id: 'billing' });
const web = makeResource(shop, { name: 'web' });
const db = makeResource(shop, { name: 'orders-db', kind: 'addon', version: '16.4' });
const otherWeb = makeResource(billing, { name: 'web' });
const http = { number: 8080, name: 'http', protocol: 'HTTP' };
const webTunnel = makeTunnel(web, http, openAt(1, 8080), { hostnames: ['web.ns-1.svc.cluster.local', 'web'] });
const otherTunnel = makeTunnel(otherWeb, http, openAt(2, 8080), { hostnames: ['web'] });
const PRIMARY = 'primary.orders-db--k2xq.addon.code.run';
const dbTunnel = makeTunnel(db, { number: 5432, name: 'postgres', protocol: 'TCP' }, openAt(4, 5432), {
  hostnames: [PRIMARY],
});
const taken = { name: 'web', owner: otherWeb.key, loser: web.key };

const make = (hostnames: Partial<Hostnames> = {}): SessionState =>
  makeState({
    projects: [shop, billing],
    resources: [web, db, otherWeb],
    forwards: [openForward(web, [webTunnel]), openForward(db, [dbTunnel]), openForward(otherWeb, [otherTunnel])],
    hostnames: { ...noHostnames, ...hostnames },
  });
const become = (part: Partial<Hostnames>) => (state: SessionState) => ({
  ...state,
  hostnames: { ...noHostnames, ...part },
});

const foot = () => screen.getByRole('button', { name: /^Hostnames (on|off|waiting|asking|failed)/ });
const dialog = () => within(screen.getByRole('dialog', { name: 'Hostnames' }));
const wish = () => dialog().getByRole('switch', { name: 'Cluster names on this computer' });
const press = (name: string) => fireEvent.click(dialog().getByRole('button', { name }));
function openDialog(hostnames?: Partial<Hostnames>) {
  const double = openWindow(make(hostnames));
  fireEvent.click(foot());
  return double;
}

describe('turning names on', () => {
  it('sends nothing before the explanation is confirmed, and then the wish and the permission', async () => {
    const { sent } = openDialog();
    for (const words of ['Your system asks once', 'Only our own lines change', 'Nothing stays behind']) {
      expect(dialog().getByRole('heading', { name: words })).toBeDefined();
    }
    fireEvent.click(wish());
    expect(wish().getAttribute('aria-checked')).toBe('true');
    expect(document.activeElement).toBe(dialog().getByRole('button', { name: 'Allow hostnames…' }));
    expect(sent).toEqual([]);
    press('Allow hostnames…');
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent).toEqual([{ type: 'hostnames.set', on: true }, { type: 'hostnames.allow' }]);
  });

  it('is forgotten when the dialog is closed without confirming', async () => {
    const { sent } = openDialog();
    fireEvent.click(wish());
    press('Not now');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    fireEvent.click(foot());
    expect(wish().getAttribute('aria-checked')).toBe('false');
    expect(sent).toEqual([]);
  });

  it('asks for no permission where the wish was refused', async () => {
    const { sent, answer } = openDialog();
    answer(() => ({ ok: false, problem: problem('unexpected') }));
    press('Allow hostnames…');
    await screen.findByRole('alert');
    expect(sent).toEqual([{ type: 'hostnames.set', on: true }]);
  });

  it('needs only the permission where names are wished since an earlier run', () => {
    const { sent } = openDialog({ wished: true, state: 'waiting' });
    press('Allow hostnames…');
    expect(sent).toEqual([{ type: 'hostnames.allow' }]);
  });

  it('shows that the prompt is open, and what came of it', () => {
    const { sent, change } = openDialog({ wished: true, state: 'waiting' });
    change(become({ wished: true, state: 'asking' }));
    press('Waiting for the prompt…');
    expect(sent).toEqual([]);
    change(become({ wished: true, state: 'kept', how: 'helper', kept: 3 }));
    expect(dialog().getByText('On. 3 names lead to this computer.')).toBeDefined();
    expect(dialog().queryByRole('button', { name: 'Allow hostnames…' })).toBeNull();
  });
});

it('names are turned off at once', () => {
  const { sent } = openDialog({ wished: true, state: 'kept', kept: 3 });
  fireEvent.click(wish());
  expect(sent).toEqual([{ type: 'hostnames.set', on: false }]);
});

describe('a permission that was not given', () => {
  const dismissed = { wished: true, state: 'dismissed', problem: problem('elevation-dismissed') } as const;

  it('is not asked for again by itself', () => {
    const { sent, change } = openDialog(dismissed);
    expect(dialog().getByText('Permission not given')).toBeDefined();
    press('Close hostnames');
    fireEvent.click(foot());
    change((state) => ({ ...state, online: false }));
    change((state) => ({ ...state, online: true }));
    expect(sent).toEqual([]);
    press('Ask again');
    expect(sent).toEqual([{ type: 'hostnames.allow' }]);
  });

  it('leads from a banner to the explanation, not to the prompt', () => {
    const { sent } = openWindow({ ...make(dismissed), problems: { names: problem('elevation-dismissed') } });
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    expect(dialog().getByRole('heading', { name: 'Your system asks once' })).toBeDefined();
    expect(sent).toEqual([]);
  });

  it('leaves the lines to paste, open where there is no other way', () => {
    const state = { wished: true, state: 'unavailable', problem: problem('elevation-unavailable') } as const;
    openDialog(state);
    expect(dialog().getByRole('group').hasAttribute('open')).toBe(true);
    expect(dialog().getByText('Permission cannot be asked for')).toBeDefined();
  });
});

describe('the lines to paste', () => {
  const lines = () => dialog().getByRole<HTMLTextAreaElement>('textbox', { name: 'Lines for the hosts file' });

  it('are those of the contract, and are copied by command', async () => {
    const hostnames = { conflicts: [{ name: PRIMARY, owner: 'hosts-file' }] };
    const { sent } = openDialog(hostnames);
    const expected = renderManualLines(manualEntries(make(hostnames)));
    expect(expected).toContain('127.24.1.1 web.ns-1.svc.cluster.local\n');
    expect(expected).not.toContain(PRIMARY);
    expect(lines().value).toBe(expected);
    press('Copy lines');
    await dialog().findByRole('button', { name: 'Copied' });
    expect(sent).toEqual([{ type: 'copy.hosts-lines' }]);
  });

  it('are promised while no port is bound', () => {
    openWindow(makeState({ projects: [shop], resources: [web] }));
    fireEvent.click(foot());
    expect(dialog().queryByRole('textbox')).toBeNull();
    expect(dialog().getByText('They stand here as soon as a forward with cluster names is live.')).toBeDefined();
  });
});

describe('conflicts', () => {
  it('between forwards name both, and are decided by command', () => {
    const { sent } = openDialog({ wished: true, state: 'kept', kept: 2, conflicts: [taken] });
    expect(dialog().getByText('web in billing')).toBeDefined();
    expect(dialog().getByText('web in shop')).toBeDefined();
    press('Use it here: web, web in shop');
    expect(sent).toEqual([{ type: 'hostnames.prefer', name: 'web', id: web.key }]);
  });

  it('with the hosts file or a reserved name are explained, and not offered to be decided', () => {
    openDialog({
      wished: true,
      state: 'kept',
      conflicts: [
        { name: PRIMARY, owner: 'hosts-file', loser: db.key, address: '10.0.0.5' },
        { name: 'web', owner: 'reserved', loser: web.key },
        { name: 'db', owner: 'address', loser: db.key, address: '127.9.9.9' },
      ],
    });
    expect(dialog().getByText('A line of your hosts file: 10.0.0.5')).toBeDefined();
    expect(
      dialog().getByText('Portside leaves names alone that could be public ones or mean this computer.'),
    ).toBeDefined();
    expect(dialog().getByText(/only to addresses of its own, 127\.24\.x\.y/)).toBeDefined();
    expect(dialog().queryByRole('button', { name: /^Use it here/ })).toBeNull();
  });
});

it('lines that others left are named and taken out by command', () => {
  const leftovers = [
    { source: 'portside', names: ['a', 'b'] },
    { source: 'official', names: ['c'] },
  ] as const;
  const { sent } = openDialog({ leftovers });
  expect(dialog().getByText('2 names of a run of Portside that was cut off.')).toBeDefined();
  expect(dialog().getByText('1 name of the Northflank CLI. End it first if it is still forwarding.')).toBeDefined();
  press('Repair');
  expect(sent).toEqual([{ type: 'hostnames.repair' }]);
});

describe('rows and details', () => {
  const places = (name: string) => screen.getByRole('listitem', { name }).textContent ?? '';
  const card = (name: string) => within(details().getByRole('region', { name }));

  it('of a row show the address, and the name once it leads here', () => {
    const { change } = openWindow(make());
    expect(places('orders-db')).toContain('127.24.1.4:5432');
    change(become({ wished: true, state: 'kept', kept: 3, conflicts: [taken] }));
    expect(places('orders-db')).toContain(`${PRIMARY}:5432`);
    expect(places('orders-db')).not.toContain('127.24.1.4');
    expect(row('web').getByTitle('web.ns-1.svc.cluster.local:8080, at 127.24.1.1:8080')).toBeDefined();
    change(become({ wished: true, state: 'failed', problem: problem('helper-lost') }));
    expect(places('orders-db')).toContain('127.24.1.4:5432');
  });

  it('mark each name, say who has it, and take it', () => {
    const { sent } = openWindow(make({ wished: true, state: 'kept', kept: 2, conflicts: [taken] }));
    fireEvent.click(row('web').getByRole('button'));
    expect(card('http').getByText('Leads here')).toBeDefined();
    expect(card('http').getByText('Leads elsewhere')).toBeDefined();
    expect(card('http').getByText('Leads to web in billing.')).toBeDefined();
    fireEvent.click(card('http').getByRole('button', { name: 'Use it here: web' }));
    expect(sent).toEqual([{ type: 'hostnames.prefer', name: 'web', id: web.key }]);
  });

  it('of a port with an address that the user chose say that names stay with the forward’s own', () => {
    const state = make({ wished: true, state: 'kept', kept: 2 });
    const { [db.key]: forward } = state.forwards;
    if (!forward) throw new Error('no forward');
    const chosen = { ...forward, wish: { on: true, local: { 5432: { host: '127.9.9.9' } } } };
    openWindow({ ...state, forwards: { ...state.forwards, [db.key]: chosen } });
    fireEvent.click(row('orders-db').getByRole('button'));
    expect(card('postgres').getByText(/You chose an address for this port/)).toBeDefined();
    expect(card('postgres').queryByText('Leads here')).toBeNull();
  });

  it('say that names do not lead here by a button that opens the dialog', () => {
    const { change } = openWindow(make());
    fireEvent.click(row('orders-db').getByRole('button'));
    expect(card('postgres').getByText('Does not lead here yet')).toBeDefined();
    fireEvent.click(details().getByRole('button', { name: 'Cluster names do not lead here yet' }));
    press('Not now');
    change(become({ wished: true, state: 'kept', kept: 3 }));
    expect(details().queryByRole('button', { name: /^Cluster names/ })).toBeNull();
  });
});

it('the compact window has names in its status bar, unless there is no network to speak of', () => {
  const { change } = openWindow(make({ wished: true, state: 'kept', kept: 3 }), COMPACT);
  const status = () => within(screen.getByRole('contentinfo', { name: 'Status' }));
  expect(status().queryByText('online')).toBeNull();
  fireEvent.click(status().getByRole('button', { name: 'Hostnames on' }));
  press('Close hostnames');
  change((state) => ({ ...state, online: false }));
  expect(status().getByText('offline')).toBeDefined();
  expect(status().queryByRole('button', { name: /^Hostnames/ })).toBeNull();
});

describe('the web guard', () => {
  const guard = () => details().getByRole('combobox', { name: 'Web guard' });

  it('is chosen for forwards with a port that may be a web server’s, and says what it refuses', async () => {
    const { sent } = openWindow(make());
    fireEvent.click(row('web').getByRole('button'));
    expect(guard().textContent).toBe('This host only');
    expect(details().getByText(/^Refuses requests sent under a host name that is not this forward’s/)).toBeDefined();
    fireEvent.click(guard());
    const strict = await screen.findByRole('option', { name: /^Strict/ });
    fireEvent.pointerDown(strict);
    fireEvent.click(strict);
    await waitFor(() => expect(sent).toEqual([{ type: 'forward.guard', id: web.key, guard: 'strict' }]));
  });

  it('is not offered for a database', () => {
    openWindow(make());
    fireEvent.click(row('orders-db').getByRole('button'));
    expect(details().queryByRole('combobox', { name: 'Web guard' })).toBeNull();
  });
});
