import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClipboard } from '../../electron/shell/clipboard.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A system's clipboard in memory: what stands in it, and whether that is marked. */
function openBoard(seconds = 60) {
  const now = { text: 'before', marked: false };
  const board = {
    write: async (text: string, secret: boolean) => void Object.assign(now, { text, marked: secret }),
    read: async () => now.text,
    clear: () => void Object.assign(now, { text: '', marked: false }),
  };
  return { now, clipboard: openClipboard({ board, seconds: () => seconds }) };
}

test('a secret is marked, and gone after its time', async () => {
  const { now, clipboard } = openBoard();
  await clipboard.copy('secret', true);
  expect(now).toEqual({ text: 'secret', marked: true });
  await vi.advanceTimersByTimeAsync(59_999);
  expect(now.text).toBe('secret');
  await vi.advanceTimersByTimeAsync(1);
  expect(now.text).toBe('');
});

test('what was copied since stays, by us or by another program', async () => {
  const { now, clipboard } = openBoard();
  await clipboard.copy('secret', true);
  now.text = 'another program’s';
  await vi.advanceTimersByTimeAsync(120_000);
  expect(now.text).toBe('another program’s');
  await clipboard.copy('secret', true);
  await clipboard.copy('127.24.0.1:5432');
  await vi.advanceTimersByTimeAsync(120_000);
  await clipboard.close();
  expect(now).toEqual({ text: '127.24.0.1:5432', marked: false });
});

test('a second secret has its whole time', async () => {
  const { now, clipboard } = openBoard();
  await clipboard.copy('first', true);
  await vi.advanceTimersByTimeAsync(50_000);
  await clipboard.copy('second', true);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(now.text).toBe('second');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(now.text).toBe('');
});

test('the end of the run takes a secret away at once, and nothing else', async () => {
  const { now, clipboard } = openBoard();
  await clipboard.close();
  expect(now.text).toBe('before');
  await clipboard.copy('secret', true);
  await clipboard.close();
  expect(now.text).toBe('');
});

test('who chose never keeps it', async () => {
  const { now, clipboard } = openBoard(0);
  await clipboard.copy('secret', true);
  await vi.advanceTimersByTimeAsync(10_000_000);
  await clipboard.close();
  expect(now.text).toBe('secret');
});
