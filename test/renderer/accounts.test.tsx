// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { makeAccount, makeProject, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, openWindow } from './window.tsx';

closeWindowAfterEach();

const openMenu = () => {
  fireEvent.click(screen.getByRole('button', { name: /^Account/ }));
  return within(screen.getByRole('menu'));
};

it('the account’s menu says which token it is, how long it lasts and what its role lacks', () => {
  const account = makeAccount({
    tokenName: 'laptop',
    role: 'Reader',
    proxy: 'proxy.office.example:3128',
    expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    missing: ['Project > Addons > General > Read', 'Project > New > Thing'],
  });
  openWindow(makeState({ accounts: [account] }));
  const menu = openMenu();
  expect(menu.getByText('Token “laptop” · Role Reader')).toBeDefined();
  expect(menu.getByText(/^Token expires/)).toBeDefined();
  expect(menu.getByText('By the proxy proxy.office.example:3128')).toBeDefined();
  expect(menu.getByText('reading addons and their credentials')).toBeDefined();
  expect(menu.getByText('Project > New > Thing')).toBeDefined();
});

it('projects of an organisation stand under their teams, and a team without projects is there too', () => {
  const teams = [
    { id: 'red', name: 'Red team' },
    { id: 'blue', name: 'Blue team' },
    { id: 'idle', name: 'Idle team' },
  ];
  const projects = [
    makeProject({ id: 'shop', teamId: 'red' }),
    makeProject({ id: 'ledger', teamId: 'blue' }),
    makeProject({ id: 'wiki', teamId: 'blue' }),
  ];
  openWindow(makeState({ accounts: [makeAccount({ scope: 'org', teams })], projects }));
  const nav = within(screen.getByRole('navigation', { name: 'Views' }));
  const [list] = nav.getAllByRole('list').slice(-1);
  const words = within(list!)
    .getAllByRole('listitem')
    .map((item) => within(item).queryByRole('button')?.title ?? item.textContent?.toUpperCase());
  expect(words).toEqual(['BLUE TEAM', 'ledger', 'wiki', 'IDLE TEAM', 'NO PROJECTS YET', 'RED TEAM', 'shop']);
});

it('projects of one team need no name of a team', () => {
  const projects = [makeProject({ id: 'shop' }), makeProject({ id: 'ledger' })];
  openWindow(makeState({ projects }));
  const nav = within(screen.getByRole('navigation', { name: 'Views' }));
  expect(
    nav
      .getAllByRole('heading')
      .map((each) => each.textContent)
      .at(-1),
  ).toBe('Projects');
});
