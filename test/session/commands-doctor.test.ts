import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../electron/contract/command.ts';
import { emptySession } from '../../electron/contract/session.ts';
import { doctorCommands, type DoctorDeeds } from '../../electron/session/commands/doctor-commands.ts';
import { createStore, type Store } from '../../electron/session/store.ts';

let store: Store;
let done: unknown[];
beforeEach(() => {
  store = createStore(emptySession);
  done = [];
});

async function send(command: Command, change: Partial<DoctorDeeds> = {}): Promise<void> {
  const deeds: DoctorDeeds = {
    examine: async () => {
      done.push('examine');
      store.dispatch({ type: 'doctor-changed', doctor: { startedAt: 1, endedAt: 2, checks: [] } });
    },
    writeReport: async () => '# report',
    saveReport: async (markdown) => void done.push(['save', markdown]),
    copy: (text) => void done.push(['copy', text]),
    ...change,
  };
  const table = doctorCommands(store, deeds);
  await table[command.type as keyof typeof table](command as never);
}

describe('a bug report', () => {
  test('is written after an examination, and what is copied and saved is what was shown', async () => {
    await send({ type: 'report.make' });
    expect(store.read().report).toEqual({ state: 'ready', markdown: '# report' });
    await send({ type: 'report.copy' });
    await send({ type: 'report.save' });
    expect(done).toEqual(['examine', ['copy', '# report'], ['save', '# report']]);
    await send({ type: 'report.dismiss' });
    expect(store.read().report).toEqual({ state: 'none' });
  });

  test('uses the examination that was done before', async () => {
    await send({ type: 'doctor.run' });
    await send({ type: 'report.make' });
    expect(done).toEqual(['examine']);
  });

  test('that was not shown is neither copied nor saved', async () => {
    await expect(async () => send({ type: 'report.copy' })).rejects.toThrow('not-open');
    await expect(async () => send({ type: 'report.save' })).rejects.toThrow('not-open');
    expect(done).toEqual([]);
  });

  test('that cannot be written leaves no preview that waits', async () => {
    const writeReport = () => Promise.reject(new Error('disk'));
    await expect(send({ type: 'report.make' }, { writeReport })).rejects.toThrow('disk');
    expect(store.read().report).toEqual({ state: 'none' });
  });

  test('that nobody waits for any more is not shown', async () => {
    const writeReport = async () => {
      store.dispatch({ type: 'report-changed', report: { state: 'none' } });
      return '# late';
    };
    await send({ type: 'report.make' }, { writeReport });
    expect(store.read().report).toEqual({ state: 'none' });
  });
});

test('only a line that the examination has found is copied', async () => {
  const findings = [{ state: 'problem', code: 'late', cures: [{ kind: 'terminal', line: 'w32tm /resync' }] }] as const;
  const checks = [{ id: 'clock', state: 'problem', findings }] as const;
  store.dispatch({ type: 'doctor-changed', doctor: { startedAt: 1, checks } });
  await send({ type: 'doctor.copy-line', check: 'clock', finding: 0 });
  expect(done).toEqual([['copy', 'w32tm /resync']]);
  await expect(async () => send({ type: 'doctor.copy-line', check: 'disk', finding: 0 })).rejects.toThrow('not-open');
});
