// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Doctor } from '../../electron/contract/doctor.ts';
import { makeProject, makeState } from '../support/session-fixtures.ts';
import { closeWindowAfterEach, openWindow } from './window.tsx';

closeWindowAfterEach();

const state = makeState({ projects: [makeProject({ id: 'storefront' })] });
const held: Doctor = {
  startedAt: 1,
  endedAt: 2,
  checks: [
    { id: 'api', state: 'ok', findings: [{ state: 'ok', code: 'api-fine', args: { host: 'api', ms: 12 } }] },
    {
      id: 'ports',
      state: 'problem',
      findings: [
        {
          state: 'problem',
          code: 'port-held',
          args: { address: '127.24.1.1:5432', name: 'db', program: 'postgres', pid: 77 },
          cures: [
            { kind: 'move', forward: 'f', port: 5432, host: '127.24.1.1', localPort: 40_001 },
            { kind: 'retry', forward: 'f' },
            { kind: 'terminal', line: 'sudo ss -lnpt' },
          ],
        },
      ],
    },
  ],
};
const open = () => {
  fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
  fireEvent.click(screen.getByRole('button', { name: 'Diagnostics' }));
};

describe('the examination', () => {
  it('is run by its button, and says how far it is', () => {
    const { sent, change } = openWindow(state);
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Check everything' }));
    expect(sent).toEqual([{ type: 'doctor.run' }]);
    change((before) => ({
      ...before,
      doctor: {
        startedAt: 1,
        checks: [
          { id: 'tray', state: 'running', findings: [] },
          { id: 'disk', state: 'ok', findings: [{ state: 'ok', code: 'disk-fine', args: { free: '3 GB' } }] },
        ],
      },
    }));
    expect(screen.getByText('1 of 2 checked.')).toBeTruthy();
    expect(screen.getByText('Portside’s folder can be written, 3 GB are free.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Checking…' }));
    expect(sent).toHaveLength(1);
  });

  it('offers what helps beside each finding', () => {
    const { sent } = openWindow({ ...state, doctor: held });
    open();
    const list = within(screen.getByRole('list', { name: 'What was checked' }));
    expect(list.getByText('127.24.1.1:5432 (db) is held by postgres (process 77).')).toBeTruthy();
    expect(screen.getByText(/^1 problem\. Checked at/)).toBeTruthy();
    for (const name of ['Use port 40001', 'Try again', 'Copy command'])
      fireEvent.click(list.getByRole('button', { name }));
    expect(sent).toEqual([
      { type: 'forward.place', id: 'f', port: 5432, host: '127.24.1.1', localPort: 40_001 },
      { type: 'forward.retry', id: 'f' },
      { type: 'doctor.copy-line', check: 'ports', finding: 0 },
    ]);
  });
});

describe('the bug report', () => {
  it('is shown before it can be copied or saved', async () => {
    const { sent, change } = openWindow(state);
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Copy a bug report…' }));
    const dialog = () => within(screen.getByRole('dialog', { name: 'Bug report' }));
    expect(sent).toEqual([{ type: 'report.make' }]);
    const buttons = () =>
      ['Save with logs…', 'Copy report'].map((name) => dialog().getByRole<HTMLButtonElement>('button', { name }));
    expect(buttons().map(({ disabled }) => disabled)).toEqual([true, true]);
    change((before) => ({ ...before, report: { state: 'ready', markdown: '# Portside bug report' } }));
    expect(dialog().getByRole('region', { name: 'Report in Markdown' }).textContent).toBe('# Portside bug report');
    for (const button of buttons()) fireEvent.click(button);
    fireEvent.click(dialog().getByRole('button', { name: 'Close bug report' }));
    await waitFor(() =>
      expect(sent.slice(1)).toEqual([{ type: 'report.save' }, { type: 'report.copy' }, { type: 'report.dismiss' }]),
    );
  });
});
