import { expect, test } from 'vitest';
import { createSerial } from '../../electron/base/serial.ts';

/** A job that notes when it starts and ends, and ends when told. */
function controlled(notes: string[], name: string) {
  const { promise, resolve, reject } = withResolvers();
  const job = async () => {
    notes.push(`${name} starts`);
    await promise;
    notes.push(`${name} ends`);
  };
  return { job, end: resolve, fail: reject };
}

function withResolvers() {
  let resolve!: () => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test('jobs of one key run one after another, and only the latest waits', async () => {
  const notes: string[] = [];
  const serial = createSerial();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => controlled(notes, name));
  const runs = [a!, b!, c!].map(({ job }) => serial.run('key', job));
  await runs[1];
  notes.push('b was dropped');
  a!.end();
  await runs[0];
  c!.end();
  await runs[2];
  expect(notes).toEqual(['a starts', 'b was dropped', 'a ends', 'c starts', 'c ends']);
});

test('jobs of two keys run side by side', async () => {
  const notes: string[] = [];
  const serial = createSerial();
  const [a, b] = ['a', 'b'].map((name) => controlled(notes, name));
  const runs = [serial.run('one', a!.job), serial.run('two', b!.job)];
  b!.end();
  await runs[1];
  a!.end();
  await runs[0];
  expect(notes).toEqual(['a starts', 'b starts', 'b ends', 'a ends']);
});

test('a job that fails tells only who asked for it, and the latest runs all the same', async () => {
  const notes: string[] = [];
  const serial = createSerial();
  const [a, b] = ['a', 'b'].map((name) => controlled(notes, name));
  const first = serial.run('key', a!.job);
  const second = serial.run('key', b!.job);
  const broken = new Error('broken');
  b!.end();
  a!.fail(broken);
  await expect(first).rejects.toBe(broken);
  await second;
  expect(notes).toEqual(['a starts', 'b starts', 'b ends']);
});

test('a job that throws before its first await fails in the same way', async () => {
  const serial = createSerial();
  const thrown = serial.run('key', () => {
    throw new Error('at once');
  });
  await expect(thrown).rejects.toThrow('at once');
  let ran = false;
  await serial.run('key', () => Promise.resolve(void (ran = true)));
  expect(ran).toBe(true);
});

test('a job may ask for the next one of its own key', async () => {
  const notes: string[] = [];
  const serial = createSerial();
  let next: Promise<void> | undefined;
  await serial.run('key', async () => {
    notes.push('first starts');
    next = serial.run('key', () => Promise.resolve(void notes.push('second')));
    await Promise.resolve();
    notes.push('first ends');
  });
  await next;
  expect(notes).toEqual(['first starts', 'first ends', 'second']);
});
