// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Desktop } from '../../electron/contract/desktop.ts';
import { makeProject, makeResource, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, details, openWindow } from './window.tsx';

closeWindowAfterEach();

const shop = makeProject({ id: 'shop' });
const blog = makeProject({ id: 'blog' });
const posts = makeResource(blog, { name: 'posts' });
const state = makeState({ projects: [shop, blog], resources: [makeResource(shop, { name: 'web' }), posts] });
const on = (desktop: Partial<Desktop>) => ({ ...state, desktop: { ...state.desktop, ...desktop } });

it('asks before the first close, and says where the app is found then', () => {
  const { sent } = openWindow(on({ question: { kind: 'close' }, tray: 'menu-bar' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Keep Portside running?' }));
  expect(dialog.getByText(/in the menu bar/)).toBeTruthy();
  fireEvent.click(dialog.getByRole('button', { name: 'Keep running' }));
  expect(sent).toEqual([{ type: 'question.answer', answer: 'keep' }]);
});

it('says what quitting would cut off, and takes Esc for no', () => {
  const { sent } = openWindow(on({ question: { kind: 'quit', forwards: 3, connections: 2 } }));
  const dialog = within(screen.getByRole('dialog', { name: 'Quit Portside?' }));
  expect(dialog.getByText('3 forwards are in use (2 open connections). Quitting cuts them off.')).toBeTruthy();
  fireEvent.click(dialog.getByRole('button', { name: 'Quit' }));
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
  expect(sent).toEqual([
    { type: 'question.answer', answer: 'quit' },
    { type: 'question.answer', answer: 'cancel' },
  ]);
});

it('leads to the resource it is told, and says that it has arrived', () => {
  const { sent, change } = openWindow(state);
  change(() => on({ place: { kind: 'resource', key: posts.key } }));
  expect(details().getByRole('heading', { level: 2 }).textContent).toContain('posts');
  expect(sent).toEqual([{ type: 'window.arrived' }]);
});

it('leads to settings and to the sign-in of an account', () => {
  const { change } = openWindow(state);
  change(() => on({ place: { kind: 'settings' } }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
  change(() => on({ place: { kind: 'sign-in', accountId: 'acme' } }));
  expect(screen.getByRole('dialog')).toBeTruthy();
});
