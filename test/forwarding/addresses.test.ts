import { expect, test } from 'vitest';
import { addressMaker } from '../../electron/forwarding/forwards.ts';

test('root on macOS makes the addresses of targets, and takes them away at the end; not those that were there', async () => {
  const run: string[] = [];
  const maker = addressMaker(undefined, {
    platform: 'darwin',
    isRoot: true,
    hasAddress: (address) => address === '127.24.0.9',
    run: async (file, args) => void run.push([file, ...args].join(' ')),
  });
  for (const address of ['127.24.0.1', '127.24.0.9', '127.0.0.1']) await maker.alias(address, 'add');
  expect(run).toEqual(['/sbin/ifconfig lo0 alias 127.24.0.1 up']);
  await maker.undo();
  expect(run.slice(1)).toEqual(['/sbin/ifconfig lo0 -alias 127.24.0.1']);
});

test('elsewhere, and without rights, no program is run', async () => {
  const run: string[] = [];
  const note = async (file: string) => void run.push(file);
  for (const parts of [
    { platform: 'linux', isRoot: true },
    { platform: 'darwin', isRoot: false },
  ] as const) {
    const maker = addressMaker(undefined, { ...parts, run: note });
    await maker.alias('127.24.0.1', 'add');
    await maker.undo();
  }
  expect(run).toEqual([]);
});

test('where a helper has the rights, it makes them, on macOS alone', async () => {
  const asked: string[] = [];
  const alias = async (address: string, act: string): Promise<void> => void asked.push(`${act} ${address}`);
  await addressMaker({ alias }, { platform: 'darwin' }).alias('127.24.0.1', 'add');
  await addressMaker({ alias }, { platform: 'linux' }).alias('127.24.0.2', 'add');
  expect(asked).toEqual(['add 127.24.0.1']);
});
