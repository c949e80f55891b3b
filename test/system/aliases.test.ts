import { expect, test } from 'vitest';
import { keepAliases } from '../../electron/system/aliases.ts';
import { quiet } from '../support/helper-process.ts';

function fakeHelper(fails = false) {
  const asked: string[] = [];
  const alias = async (address: string, act: string): Promise<void> => {
    asked.push(`${act} ${address}`);
    if (fails) throw new Error('ifconfig');
  };
  return { asked, alias };
}

test('addresses that went with a helper are made anew by the next one on macOS', async () => {
  const aliases = keepAliases({ log: quiet, platform: 'darwin' });
  await aliases.want('127.24.0.1');
  const first = fakeHelper();
  aliases.use(first);
  expect(first.asked).toEqual([]);
  await aliases.want('127.24.0.2');
  await aliases.want('127.24.0.3');
  aliases.use(undefined);
  const second = fakeHelper();
  aliases.use(second);
  expect(first.asked).toEqual(['add 127.24.0.2', 'add 127.24.0.3']);
  expect(second.asked).toEqual(first.asked);
});

test('one that cannot be made is told to who asked, and is no reason for the next helper to fail', async () => {
  const aliases = keepAliases({ log: quiet, platform: 'darwin' });
  aliases.use(fakeHelper());
  await aliases.want('127.24.0.1');
  const broken = fakeHelper(true);
  aliases.use(broken);
  await expect(aliases.want('127.24.0.2')).rejects.toThrow('ifconfig');
  expect(broken.asked).toEqual(['add 127.24.0.1', 'add 127.24.0.2']);
});

test.each(['linux', 'win32'] as const)('nothing is made on %s, which has all addresses', async (platform) => {
  const aliases = keepAliases({ log: quiet, platform });
  const helper = fakeHelper();
  aliases.use(helper);
  await aliases.want('127.24.0.1');
  expect(helper.asked).toEqual([]);
});
