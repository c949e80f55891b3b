// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
import {
  makeAccount,
  makeProject,
  makeResource,
  makeState,
  makeTunnel,
  openAt,
  openForward,
} from '../support/session-fixtures.ts';
import { closeWindowAfterEach, COMPACT, forwardSwitch, openWindow, row, rowNames } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const billing = makeProject({ id: 'billing' });
const web = makeResource(project, { name: 'web', tags: ['edge'] });
const db = makeResource(project, { name: 'orders-db', kind: 'addon', version: '16.4' });
const invoice = makeResource(billing, { name: 'invoice-api' });
const dbTunnel = makeTunnel(db, { number: 5432, name: 'postgres', protocol: 'TCP' }, openAt(4, 5432));
const state = makeState({
  projects: [project, billing],
  resources: [web, db, invoice],
  forwards: [openForward(db, [dbTunnel])],
});
const search = (query: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: 'Find a service or addon' }), { target: { value: query } });

it('a refused command shows a toast with the words of its problem', async () => {
  const { answer } = openWindow(state);
  answer(() => ({ ok: false, problem: problem('not-signed-in') }));
  fireEvent.click(forwardSwitch('web'));
  const toast = await screen.findByRole('alert');
  expect(within(toast).getByText('Not signed in')).toBeDefined();
  expect(
    within(toast).getByText('Portside holds no token for this account. Sign in to use it and its forwards.'),
  ).toBeDefined();
  fireEvent.click(within(toast).getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('a command that did not reach the app shows a toast too', async () => {
  const { answer } = openWindow(state);
  answer(() => Promise.reject(new Error('no handler')));
  fireEvent.click(forwardSwitch('web'));
  expect(within(await screen.findByRole('alert')).getByText(/no handler/)).toBeDefined();
});

describe('search', () => {
  it.each([
    ['orders', ['orders-db']],
    ['postgresql', ['orders-db']],
    ['EDGE', ['web']],
    ['8080', ['web', 'invoice-api']],
    ['127.24.1.4', ['orders-db']],
    ['invoice', ['invoice-api']],
    ['billing', ['invoice-api']],
    ['web 8080', ['web']],
  ])('for %s finds %j', (query, found) => {
    openWindow(state);
    search(query);
    expect(rowNames()).toEqual(found);
  });

  it('says when nothing matches, and Esc brings the list back', () => {
    openWindow(state);
    search('zzz');
    expect(screen.getByRole('heading', { name: 'Nothing matches “zzz”' })).toBeDefined();
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Escape' });
    expect(rowNames()).toEqual(['web', 'orders-db']);
  });
});

describe('the keyboard', () => {
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key, bubbles: true });
  const open = (name: string) => row(name).getByRole('button');

  it('goes from search to the list, and through services and addons by arrows', () => {
    openWindow(state);
    press('/');
    expect(document.activeElement).toBe(screen.getByRole('textbox'));
    press('ArrowDown');
    expect(document.activeElement).toBe(open('web'));
    press('ArrowDown');
    expect(document.activeElement).toBe(open('orders-db'));
    press('ArrowDown');
    expect(document.activeElement).toBe(open('orders-db'));
    press('Home');
    expect(document.activeElement).toBe(open('web'));
  });

  it('has one tab stop for the whole list', () => {
    openWindow(state);
    expect([open('web').tabIndex, open('orders-db').tabIndex]).toEqual([0, -1]);
    act(() => open('orders-db').focus());
    expect([open('web').tabIndex, open('orders-db').tabIndex]).toEqual([-1, 0]);
  });

  it('closes open details by Esc', () => {
    openWindow(state);
    fireEvent.click(open('web'));
    expect(screen.getByRole('complementary', { name: 'Details of web' })).toBeDefined();
    press('Escape');
    expect(screen.getByRole('heading', { name: 'Select a service or an addon' })).toBeDefined();
  });
});

describe('trouble of the whole app', () => {
  it('a rejected token is said once and leads to the sign-in', () => {
    const account = makeAccount({ state: 'rejected', problem: problem('token-rejected') });
    openWindow(makeState({ accounts: [account], projects: [project], resources: [web] }));
    fireEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Sign in' }));
    expect(screen.getByRole('dialog', { name: 'Sign in again' })).toBeDefined();
  });

  it('being offline hides what follows from it', () => {
    const account = makeAccount({ state: 'unreachable', problem: problem('api-unreachable') });
    openWindow(makeState({ accounts: [account], projects: [project], resources: [web], online: false }));
    expect(screen.getByText('Offline')).toBeDefined();
    expect(screen.queryByText('Northflank cannot be reached')).toBeNull();
  });

  it('a stale list says so and can be refreshed', () => {
    const catalog = { state: 'stale', problem: problem('api-limited') } as const;
    const { sent } = openWindow(
      makeState({ accounts: [makeAccount({ catalog })], projects: [project], resources: [web] }),
    );
    expect(screen.getByText('This list may be out of date.')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(sent).toEqual([{ type: 'catalog.refresh' }]);
  });

  describe('the list of one project', () => {
    const broken = { ...project, problem: problem('api-unreachable') };

    it('that failed alone says why, is not called empty, and is tried again alone', () => {
      const { sent } = openWindow(makeState({ projects: [broken], resources: [] }));
      const banner = within(screen.getByRole('alert'));
      expect(banner.getByText('storefront could not be read completely: Northflank cannot be reached')).toBeDefined();
      expect(screen.queryByText('Nothing in this project yet')).toBeNull();
      expect(screen.queryByText(/0 services/)).toBeNull();
      fireEvent.click(banner.getByRole('button', { name: 'Try again' }));
      expect(sent).toEqual([{ type: 'catalog.read', project: broken.key }]);
    });

    it('that was read in part counts what is known, and says that it is not all', () => {
      openWindow(makeState({ projects: [broken], resources: [web] }));
      expect(screen.getByText(/^incomplete · 1 service$/)).toBeDefined();
      expect(row('web')).toBeDefined();
    });

    it('is not accused where the account or the network has failed', () => {
      const account = makeAccount({ state: 'rejected', problem: problem('token-rejected') });
      openWindow(makeState({ accounts: [account], projects: [broken], resources: [web] }));
      expect(screen.queryByText(/could not be read completely/)).toBeNull();
    });
  });

  it('an app-wide problem is dismissed by its key', () => {
    const { sent } = openWindow(makeState({ projects: [project], problems: { keys: problem('token-unsaved') } }));
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(sent).toEqual([{ type: 'problem.dismiss', key: 'keys' }]);
  });
});

it('of many troubles a compact window shows the worst, counts the others, and shows them when asked', () => {
  const accounts = [makeAccount({ catalog: { state: 'stale', problem: problem('api-limited', { seconds: 60 }) } })];
  const problems = { tokens: problem('token-unsaved'), later: problem('token-rejected') };
  openWindow(makeState({ accounts, projects: [project], problems }), COMPACT);
  const titles = () => [...document.querySelectorAll('.banner strong')].map(({ textContent }) => textContent);
  expect(titles()).toEqual(['Token rejected']);
  fireEvent.click(screen.getByRole('button', { name: '2 more notices' }));
  expect(titles()).toHaveLength(3);
  fireEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
  expect(titles()).toHaveLength(1);
});

describe('what is shown when there is nothing to show', () => {
  it.each([
    ['an account without projects', makeState(), 'No projects in this account'],
    ['a project without resources', makeState({ projects: [project] }), 'Nothing in this project yet'],
  ])('%s is explained', (_name, empty, title) => {
    openWindow(empty);
    expect(screen.getByRole('heading', { name: title })).toBeDefined();
  });

  it('a catalogue on its way is announced as loading', () => {
    openWindow(makeState({ accounts: [makeAccount({ catalog: { state: 'loading' } })] }));
    const said = screen.getAllByRole('status').map((status) => status.textContent);
    expect(said).toContain('Loading projects…');
  });

  it.each(['rejected', 'unreachable'] as const)(
    'an account that is %s claims neither emptiness nor loading',
    (state) => {
      const account = makeAccount({ state, problem: problem('token-rejected'), catalog: { state: 'empty' } });
      openWindow(makeState({ accounts: [account] }));
      expect(screen.getByRole('heading', { name: 'Nothing to show yet' })).toBeDefined();
      expect(screen.queryByText('Loading projects…')).toBeNull();
    },
  );
});

it('the start page is the project with most wishes and stays when another gets more', () => {
  const { change } = openWindow(state);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('storefront');
  const tunnel = makeTunnel(invoice, { number: 8080, name: 'http', protocol: 'HTTP' }, openAt(6, 8080));
  change((each) => ({ ...each, forwards: { [invoice.key]: openForward(invoice, [tunnel]) } }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('storefront');
});

it('the compact window has no sidebar, and a switcher with the same projects', () => {
  openWindow(state, COMPACT);
  expect(screen.queryByRole('navigation')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /^Switch project/ }));
  fireEvent.click(screen.getByRole('menuitem', { name: /billing/ }));
  expect(rowNames()).toEqual(['invoice-api']);
});
