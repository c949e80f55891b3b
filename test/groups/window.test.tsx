// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { problem } from '../../electron/contract/problem.ts';
import { makeForward, NOW } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, COMPACT, details, openWindow, row, rowNames } from '../renderer/window.tsx';
import { db, ledger, prod, search, shopState, web } from './room.ts';

closeWindowAfterEach();
afterEach(() => vi.useRealTimers());

const go = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const dialog = (name: string | RegExp) => within(screen.getByRole('dialog', { name }));
const profile = { id: 'p', name: 'backend work', entries: { [web.key]: {}, [ledger.key]: {} } };

describe('favourites', () => {
  it('are set by the star in the details and by Ctrl D on the row, and listed on their page', () => {
    const { sent, change } = openWindow(shopState());
    go(/^storefront/);
    fireEvent.keyDown(row('web').getByRole('button'), { key: 'd', ctrlKey: true });
    fireEvent.click(row('orders-db').getByRole('button'));
    fireEvent.click(details().getByRole('button', { name: 'Favourite orders-db', pressed: false }));
    expect(sent).toEqual([
      { type: 'favourite.set', id: web.key, on: true },
      { type: 'favourite.set', id: db.key, on: true },
    ]);
    change((state) => ({
      ...state,
      favourites: { [web.key]: 1, [db.key]: 2 },
      recent: { [search.key]: NOW, [web.key]: NOW },
    }));
    expect(details().getByRole('button', { name: 'Favourite orders-db', pressed: true })).toBeDefined();
    go('Favourites');
    expect(rowNames()).toEqual(['orders-db', 'web', 'search']);
    expect(screen.getByRole('heading', { name: /^Recently used/ })).toBeDefined();
  });

  it('have a page that says how to get some', () => {
    openWindow(shopState());
    go('Favourites');
    expect(screen.getByText('No favourites yet')).toBeDefined();
  });
});

describe('a profile', () => {
  it('is made of what is on now, under a name, and shown as soon as it is there', async () => {
    const { sent, change } = openWindow(shopState({ forwards: [makeForward(web)] }));
    go('New profile');
    const form = dialog('New profile');
    expect(form.getByRole('checkbox', { name: 'web', checked: true })).toBeDefined();
    fireEvent.click(form.getByRole('checkbox', { name: 'orders-db' }));
    fireEvent.change(form.getByLabelText('Name'), { target: { value: 'backend work' } });
    fireEvent.click(form.getByRole('button', { name: 'Create profile' }));
    const [command] = sent as [Extract<Command, { type: 'profile.create' }>];
    expect(command).toMatchObject({ type: 'profile.create', name: 'backend work', ids: [web.key, db.key] });
    await act(async () => {});
    change((state) => ({ ...state, profiles: { [command.id]: { ...profile, id: command.id } } }));
    await waitFor(() => expect(screen.getByRole('heading', { name: 'backend work', level: 1 })).toBeDefined());
    expect(rowNames()).toEqual(['ledger-db', 'web']);
  });

  it('has a switch in the sidebar: off, mixed and on', () => {
    const { sent, change } = openWindow(shopState({ profiles: { p: profile } }));
    const shown = () =>
      screen.getByRole('checkbox', { name: 'Forward profile backend work' }).getAttribute('aria-checked');
    expect(shown()).toBe('false');
    change((state) => ({ ...state, forwards: { [web.key]: makeForward(web) } }));
    expect(shown()).toBe('mixed');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Forward profile backend work' }));
    expect(sent).toEqual([{ type: 'profile.set', id: 'p', on: true }]);
  });

  it('is renamed, saved as a file and deleted from its own page', () => {
    const { sent } = openWindow(shopState({ profiles: { p: profile } }));
    go('backend work');
    go('More for this profile');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Save as .portside.yaml…' }));
    go('More for this profile');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Edit…' }));
    fireEvent.change(dialog('Edit profile').getByLabelText('Name'), { target: { value: 'other' } });
    fireEvent.click(dialog('Edit profile').getByRole('button', { name: 'Save' }));
    expect(sent).toEqual([
      { type: 'portside-file.save', profileId: 'p' },
      { type: 'profile.change', id: 'p', name: 'other', ids: [web.key, ledger.key] },
    ]);
  });

  it('that is gone gives its page back to a project', () => {
    const { change } = openWindow(shopState({ profiles: { p: profile } }));
    go('backend work');
    change((state) => ({ ...state, profiles: {} }));
    expect(screen.queryByRole('heading', { name: 'backend work' })).toBeNull();
    expect(rowNames().length).toBeGreaterThan(0);
  });

  it('is in the menu of the compact window too', () => {
    openWindow(shopState({ profiles: { p: profile } }), COMPACT);
    go(/^Switch project/);
    expect(screen.getByRole('menuitem', { name: /^backend work/ })).toBeDefined();
    fireEvent.click(screen.getByRole('menuitem', { name: 'Favourites' }));
    expect(screen.getByText('No favourites yet')).toBeDefined();
  });
});

describe('production', () => {
  const refuse = (command: Command) =>
    'confirmed' in command || command.type === 'forward.stop-after'
      ? ({ ok: true } as const)
      : ({ ok: false, problem: problem('needs-confirmation') } as const);

  it('has its word in sidebar, header, row and details', () => {
    openWindow(shopState());
    go(/^billing-prod/);
    fireEvent.click(row('ledger-db').getByRole('button'));
    expect(screen.getAllByText('Production')).toHaveLength(4);
    go(/^storefront/);
    expect(screen.getAllByText('Production')).toHaveLength(1);
  });

  it('is asked about when main refuses, and the same command is sent with the user’s word', async () => {
    const { sent, answer } = openWindow(shopState());
    answer(refuse);
    go(/^billing-prod/);
    fireEvent.click(row('ledger-db').getByRole('switch'));
    const question = within(await screen.findByRole('dialog', { name: 'Production guard' }));
    expect(question.getByText('ledger-db')).toBeDefined();
    fireEvent.click(question.getByRole('button', { name: 'Forward production' }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toEqual({ type: 'forward.set', id: ledger.key, on: true, confirmed: true });
  });

  it('stays off where the user takes it back', async () => {
    const { sent, answer } = openWindow(shopState({ profiles: { p: profile } }));
    answer(refuse);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Forward profile backend work' }));
    const question = within(await screen.findByRole('dialog', { name: 'Production guard' }));
    expect(question.getByText(/1 forward that is not production goes on as well/)).toBeDefined();
    fireEvent.click(question.getByRole('button', { name: 'Cancel' }));
    expect(sent).toHaveLength(1);
  });

  it('is asked about in place of the tray', async () => {
    const command = { type: 'forward.set', id: ledger.key, on: true } as const;
    const { sent } = openWindow(shopState({ confirmation: { state: 'asked', command } }));
    const question = within(await screen.findByRole('dialog', { name: 'Production guard' }));
    fireEvent.click(question.getByRole('button', { name: 'Forward production' }));
    await waitFor(() => expect(sent).toEqual([{ type: 'confirmation.dismiss' }, { ...command, confirmed: true }]));
  });

  it('is marked by hand in the project’s header', () => {
    const { sent } = openWindow(shopState());
    go(/^billing-prod/);
    go('Production guard');
    expect(screen.getByRole('menuitem', { name: /^By its name/, current: true })).toBeDefined();
    fireEvent.click(screen.getByRole('menuitem', { name: /^Not production/ }));
    expect(sent).toEqual([{ type: 'project.mark', key: prod.key, as: 'not-production' }]);
  });

  it('is what the settings say', () => {
    const { sent } = openWindow(shopState());
    go('Settings');
    go('Production');
    const field = screen.getByLabelText('Words for production');
    fireEvent.change(field, { target: { value: ' prod,  blue green,, prod ' } });
    expect(sent).toEqual([]);
    fireEvent.blur(field);
    expect(sent).toEqual([{ type: 'settings.change', settings: { productionPatterns: ['prod', 'blue green'] } }]);
  });
});

describe('after the last run', () => {
  it('one banner asks about all that were on', () => {
    const { sent } = openWindow(shopState({ restorable: [web.key, db.key] }));
    const banner = within(screen.getByRole('region', { name: 'Forwards of the last run' }));
    expect(banner.getByText('2 forwards were on.')).toBeDefined();
    expect(banner.getByText('web, orders-db. Reconnect?')).toBeDefined();
    fireEvent.click(banner.getByRole('button', { name: 'Reconnect' }));
    fireEvent.click(banner.getByRole('button', { name: 'Leave off' }));
    expect(sent).toEqual([
      { type: 'forwards.restore', on: true },
      { type: 'forwards.restore', on: false },
    ]);
  });
});

it('a forward that stops by itself counts down in its details', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'], now: NOW });
  const wish = { on: true, stopAfterMinutes: 15, stopsAt: NOW + 12.5 * 60_000 };
  openWindow(shopState({ forwards: [makeForward(web, { wish })] }));
  go(/^storefront/);
  fireEvent.click(row('web').getByRole('button'));
  expect(details().getByText('Stops in 12 min')).toBeDefined();
  act(() => void vi.advanceTimersByTime(11 * 60_000));
  act(() => void vi.advanceTimersByTime(10_000));
  expect(details().getByText('Stops in 1 min')).toBeDefined();
  act(() => void vi.advanceTimersByTime(40_000));
  expect(details().getByText('Stops in 40 s')).toBeDefined();
});

describe('a file', () => {
  const ready = {
    state: 'ready',
    file: '.env',
    kind: 'env',
    needs: [
      { id: db.key, line: 3, isSure: true },
      { id: web.key, line: 7, isSure: false },
      { id: ledger.key, line: 9, isSure: true },
    ],
    unknown: [{ name: 'gone', project: 'far', line: 4 }],
  } as const;

  it('that is dropped goes down as text, without a path', async () => {
    const { sent } = openWindow(shopState());
    const file = new File(['A=web:8080'], '.env');
    const dataTransfer = { types: ['Files'], files: [file] };
    const drop = (name: string) => {
      const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), { dataTransfer });
      fireEvent(window, event);
      return event.defaultPrevented;
    };
    drop('dragenter');
    expect(screen.getByText('Drop to see which forwards it needs')).toBeDefined();
    expect([drop('dragover'), drop('drop')]).toEqual([true, true]);
    await waitFor(() => expect(sent).toEqual([{ type: 'portside-file.read', name: '.env', text: 'A=web:8080' }]));
    expect(screen.queryByText('Drop to see which forwards it needs')).toBeNull();
  });

  it('shows what it needs: the sure ones ticked, what is not found named, production said', () => {
    const { sent } = openWindow(shopState({ proposal: ready }));
    const shown = dialog('What .env needs');
    const ticked = shown.getAllByRole('checkbox', { checked: true }).map((box) => box.getAttribute('aria-label'));
    expect(ticked).toEqual(['orders-db', 'ledger-db']);
    expect(shown.getByText('1 not found in your accounts')).toBeDefined();
    expect(shown.getByText('Production')).toBeDefined();
    fireEvent.click(shown.getByRole('checkbox', { name: 'ledger-db' }));
    fireEvent.click(shown.getByRole('button', { name: 'Switch on' }));
    expect(sent).toEqual([{ type: 'proposal.accept', ids: [db.key], on: true }]);
  });

  it('is saved as a profile under a name', () => {
    const { sent } = openWindow(shopState({ proposal: ready }));
    const shown = dialog('What .env needs');
    fireEvent.change(shown.getByLabelText('Name of the profile'), { target: { value: 'backend work' } });
    fireEvent.click(shown.getByRole('button', { name: 'Save as profile' }));
    expect(sent).toMatchObject([
      { type: 'proposal.accept', ids: [db.key, ledger.key], on: false, profile: { name: 'backend work' } },
    ]);
  });

  it('of a link says where it comes from and which ports, and is no profile', () => {
    const link = {
      state: 'ready',
      kind: 'link',
      needs: [{ id: db.key, isSure: true, ports: [5432] }],
      unknown: [],
    } as const;
    const { sent } = openWindow(shopState({ proposal: link }));
    const shown = dialog('A link asks for a forward');
    expect(shown.getByText(/only if you expected this link/)).toBeDefined();
    expect(shown.getByText('port 5432')).toBeDefined();
    expect(shown.queryByRole('button', { name: 'Save as profile' })).toBeNull();
    fireEvent.click(shown.getByRole('button', { name: 'Switch on' }));
    expect(sent).toEqual([{ type: 'proposal.accept', ids: [db.key], on: true }]);
  });

  it('that a signed-out user is led by is said before the sign-in', () => {
    const failed = { state: 'failed', problem: problem('link-signed-out') } as const;
    openWindow(shopState({ accounts: [], projects: [], resources: [], proposal: failed }));
    expect(dialog('Portside link').getByText('Sign in first')).toBeDefined();
  });

  it('that is wrong says where', () => {
    const wrong = { code: 'portside-file-wrong', args: { line: 4, reason: '“password” is not known' } } as const;
    const { sent } = openWindow(shopState({ proposal: { state: 'failed', file: '.portside.yaml', problem: wrong } }));
    expect(dialog('.portside.yaml').getByText('Line 4: “password” is not known.')).toBeDefined();
    fireEvent.click(dialog('.portside.yaml').getByRole('button', { name: 'Close' }));
    expect(sent).toEqual([{ type: 'proposal.dismiss' }]);
  });
});
