// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { makeProject, makeResource, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, COMPACT, openWindow, rowNames } from './window.tsx';

closeWindowAfterEach();

const project = makeProject({ id: 'storefront' });
const state = makeState({ projects: [project], resources: [makeResource(project, { name: 'web' })] });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
const open = () => fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
const section = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('settings', () => {
  it('change at once, by command', () => {
    const { sent } = openWindow(state);
    open();
    fireEvent.click(
      within(screen.getByRole('radiogroup', { name: 'Reconnect at launch' })).getByRole('radio', { name: 'Never' }),
    );
    section('Appearance');
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    expect(sent).toEqual([
      { type: 'settings.change', settings: { restore: 'never' } },
      { type: 'settings.change', settings: { theme: 'dark' } },
    ]);
  });

  it('are left for the page before them by Esc, and by their button', () => {
    openWindow(state);
    fireEvent.click(screen.getByRole('button', { name: /^Live/ }));
    for (const leave of [
      () => press('Escape'),
      () => fireEvent.click(screen.getByRole('button', { name: 'Close settings' })),
    ]) {
      open();
      section('Diagnostics');
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
      leave();
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Live');
    }
  });

  it('stand below each other in the compact window', () => {
    openWindow(state, COMPACT);
    fireEvent.click(screen.getByRole('button', { name: /^Switch project/ }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Settings' }));
    const headings = screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent);
    expect([headings.length > 4, headings[0], headings.at(-1)]).toEqual([true, 'General', 'Reset']);
    press('Escape');
    expect(rowNames()).toEqual(['web']);
  });

  it('are reset after a question, whose first answer is no', () => {
    const { sent } = openWindow(state);
    open();
    section('Reset');
    const ask = () => {
      fireEvent.click(screen.getByRole('button', { name: 'Reset…' }));
      return within(screen.getByRole('dialog', { name: 'Reset all settings?' }));
    };
    fireEvent.click(ask().getByRole('button', { name: 'Cancel' }));
    expect(sent).toEqual([]);
    fireEvent.click(ask().getByRole('button', { name: 'Reset settings' }));
    expect(sent).toEqual([{ type: 'settings.reset' }]);
  });
});
