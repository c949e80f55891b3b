import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { redact } from '../../electron/base/log.ts';
import { Failure } from '../../electron/contract/failure.ts';
import type { Action } from '../../electron/session/actions.ts';
import { createKitValues, type KitValues } from '../../electron/session/kit-values.ts';
import { makeTarget } from '../support/builders.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const id = 'acc/-/shop/addon/db';
const target = makeTarget('db', { kind: 'addon' });

function open(load?: (signal: AbortSignal) => Promise<KitValues>) {
  const actions: Action[] = [];
  let asked = 0;
  const values = createKitValues({
    dispatch: (action) => actions.push(action),
    load: (_, signal) => {
      asked += 1;
      return load?.(signal) ?? Promise.resolve({ values: new Map([['PASSWORD', 'pw-of-orders']]), isPartial: false });
    },
  });
  return { values, actions, asked: () => asked };
}

test('credentials are read once for all who ask within a minute, and forgotten after it', async () => {
  const { values, asked } = open();
  const [one, two] = await Promise.all([values.of(id, target), values.of(id, target)]);
  expect(one).toBe(two);
  await vi.advanceTimersByTimeAsync(59_000);
  await values.of(id, target);
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  await values.of(id, target);
  expect(asked()).toBe(2);
  values.close();
});

test('the state learns that they are read, and nothing of them', async () => {
  const { values, actions } = open();
  await values.of(id, target);
  expect(actions).toEqual([
    { type: 'kit-read', id, status: { state: 'loading' } },
    { type: 'kit-read', id },
  ]);
  values.close();
});

test('a failure is told with its reason and tried anew at the next need', async () => {
  const { values, actions, asked } = open(() => Promise.reject(new Failure('token-too-narrow')));
  await expect(values.of(id, target)).rejects.toThrow('token-too-narrow');
  await expect(values.of(id, target)).rejects.toThrow();
  expect(asked()).toBe(2);
  expect(actions.at(-1)).toEqual({
    type: 'kit-read',
    id,
    status: { state: 'failed', problem: { code: 'token-too-narrow' } },
  });
});

test('while they are held no log line can say a password of theirs', async () => {
  const { values } = open();
  await values.of(id, target);
  expect(redact('it was pw-of-orders')).toBe('it was [secret]');
  values.close();
  expect(redact('it was pw-of-orders')).toBe('it was pw-of-orders');
});

test('an account that is gone takes its credentials along, also those that are on their way', async () => {
  let aborted = false;
  const { values, asked } = open(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason as Error);
        });
      }),
  );
  const waiting = values.of(id, target);
  values.forgetAccount('other');
  expect(aborted).toBe(false);
  values.forgetAccount('acc');
  await expect(waiting).rejects.toThrow('not-open');
  void values.of(id, target).catch(() => {});
  expect(asked()).toBe(2);
  values.close();
});
