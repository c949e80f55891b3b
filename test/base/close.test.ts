import { expect, test } from 'vitest';
import { closeAll, type Closeable } from '../../electron/base/close.ts';

const BUDGET_MS = 5000;
const part = (notes: string[], name: string, close: () => Promise<void> = () => Promise.resolve()): Closeable => ({
  close: () => {
    notes.push(name);
    return close();
  },
});

test('the last one opened closes first, one after another', async () => {
  const notes: string[] = [];
  const slow = async () => {
    await Promise.resolve();
    notes.push('c is closed');
  };
  const failures = await closeAll([part(notes, 'a'), undefined, part(notes, 'b'), part(notes, 'c', slow)], BUDGET_MS);
  expect(notes).toEqual(['c', 'c is closed', 'b', 'a']);
  expect(failures).toEqual([]);
});

test('one that fails stops no other, and each failure is told', async () => {
  const notes: string[] = [];
  const broken = new Error('broken');
  const throwing: Closeable = {
    close: () => {
      throw new Error('at once');
    },
  };
  const text = part(notes, 'c', () => Promise.reject('text'));
  const failures = await closeAll(
    [part(notes, 'a'), part(notes, 'b', () => Promise.reject(broken)), throwing, text],
    BUDGET_MS,
  );
  expect(notes).toEqual(['c', 'b', 'a']);
  expect(failures.map((each) => each.message)).toEqual(['text', 'at once', 'broken']);
  expect(failures[2]).toBe(broken);
});

test('one that hangs uses up the budget, and the others still begin', async () => {
  const notes: string[] = [];
  const hang = () => new Promise<void>(() => {});
  const startedAt = performance.now();
  const failures = await closeAll([part(notes, 'a'), part(notes, 'b', hang), part(notes, 'c', hang)], 50);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
  expect(notes).toEqual(['c', 'b', 'a']);
  expect(failures.map((each) => each.message)).toEqual(['did not close in time', 'did not close in time']);
});

test('one that fails after its time is no unhandled failure', async () => {
  const late: { fail?: (error: Error) => void } = {};
  const close = () =>
    new Promise<void>((_, reject) => {
      late.fail = reject;
    });
  const failures = await closeAll([{ close }], 5);
  late.fail?.(new Error('much later'));
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(failures.map((each) => each.message)).toEqual(['did not close in time']);
});
