// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { problem } from '../../electron/contract/problem.ts';
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

  it('take keys for the whole desktop from the keyboard, and none that other programs need', () => {
    const { sent, change } = openWindow(state);
    open();
    section('Shortcuts');
    const button = screen.getByRole('button', { name: 'Choose keys…' });
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: 'c', code: 'KeyC', ctrlKey: true });
    expect(screen.getByText(/^Other programs need these keys/)).toBeDefined();
    fireEvent.keyDown(button, { key: 'Escape' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true });
    const [chosen] = sent;
    expect(chosen).toEqual({ type: 'settings.change', settings: { globalShortcut: 'Control+Shift+P' } });
    change((before) => ({
      ...before,
      settings: { ...before.settings, globalShortcut: 'Control+Shift+P' },
      desktop: { ...before.desktop, shortcutProblem: problem('shortcut-taken', { keys: 'Control + Shift + P' }) },
    }));
    expect(screen.getByText(/^The system did not give Control \+ Shift \+ P to Portside/)).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect(sent.at(-1)).toEqual({ type: 'settings.change', settings: { globalShortcut: '' } });
  });

  it('take a proxy without a login, and certificates, when their field is left', () => {
    const { sent } = openWindow(state);
    open();
    section('Network');
    const proxy = screen.getByLabelText('Proxy');
    const type = (field: HTMLElement, value: string) => {
      fireEvent.change(field, { target: { value } });
      fireEvent.blur(field);
    };
    for (const wrong of ['http://ann:secret@office:3128', 'socks5://office:1', 'not an address']) {
      type(proxy, wrong);
      expect(screen.getByText(/^Enter an address without a login/)).toBeDefined();
    }
    type(screen.getByLabelText('CA certificates'), 'no certificate');
    expect(screen.getByText(/^No certificate in PEM form/)).toBeDefined();
    expect(sent).toEqual([]);
    type(proxy, ' http://office:3128 ');
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    type(screen.getByLabelText('CA certificates'), `${pem}\n`);
    expect(sent).toEqual([
      { type: 'settings.change', settings: { proxy: 'http://office:3128' } },
      { type: 'settings.change', settings: { ca: pem } },
    ]);
  });

  it('keep their certificates where an empty file is chosen', async () => {
    const saved = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    const { sent } = openWindow({ ...state, settings: { ...state.settings, ca: saved } });
    open();
    section('Network');
    const chooser = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!chooser) throw new Error('no file chooser');
    const empty = new File(['\n'], 'ca.pem');
    const read = vi.spyOn(empty, 'text');
    fireEvent.change(chooser, { target: { files: [empty] } });
    await act(async () => void (await read.mock.results[0]?.value));
    const field = screen.getByLabelText<HTMLTextAreaElement>('CA certificates');
    fireEvent.blur(field);
    expect([field.value, sent]).toEqual([saved, []]);
  });

  it('say what runs here', () => {
    openWindow({
      ...state,
      desktop: {
        ...state.desktop,
        about: { version: '1.2.3', isSource: true, electron: '45', chromium: '150', node: '24', system: 'linux x64' },
      },
    });
    open();
    section('About');
    expect(screen.getByText('Portside 1.2.3 (from source)')).toBeDefined();
    expect(screen.getByText('Electron 45 · Chromium 150 · Node 24 · linux x64')).toBeDefined();
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
