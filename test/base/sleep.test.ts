import { expect, test } from 'vitest';
import { sleep } from '../../electron/base/sleep.ts';

/** Counts listeners, so that one left behind is seen. */
function countingSignal() {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...args);
  };
  return { controller, signal, listeners: () => listeners };
}

test('it ends after its time and leaves no listener', async () => {
  const { signal, listeners } = countingSignal();
  const startedAt = performance.now();
  await sleep(20, signal);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(18);
  expect(listeners()).toBe(0);
});

test('an abort ends it at once with its reason and leaves no timer', async () => {
  const { controller, signal } = countingSignal();
  const reason = new Error('stop');
  const sleeping = sleep(3_600_000, signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
});

test('an abort that came before starts nothing', async () => {
  const reason = new Error('stop');
  await expect(sleep(3_600_000, AbortSignal.abort(reason))).rejects.toBe(reason);
});
