import type { LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createNames } from '../../electron/engine/names.ts';

type Tell = (error: Error | null, addresses: LookupAddress[]) => void;

/** The system, which answers when the test says so. */
function openSystem(keepMs = 60_000) {
  const asked: Tell[] = [];
  const ask = ((_name: string, _options: object, tell: Tell) => void asked.push(tell)) as never;
  const names = createNames(keepMs, ask);
  const lookup = () => promisify(names.lookup)('gateway.test', { all: true }) as unknown as Promise<LookupAddress[]>;
  const answer = (address: string) => asked.at(-1)?.(null, [{ address, family: 4 }]);
  return { asked, names, lookup, answer };
}

async function ask(system: ReturnType<typeof openSystem>, address: string): Promise<LookupAddress[]> {
  const found = system.lookup();
  system.answer(address);
  return found;
}

test('a name is asked for once for connections close together', async () => {
  const system = openSystem();
  expect(await ask(system, '10.0.0.1')).toEqual([{ address: '10.0.0.1', family: 4 }]);
  expect(await system.lookup()).toEqual([{ address: '10.0.0.1', family: 4 }]);
  expect(system.asked.length).toBe(1);
});

test('a name is asked for again when its time is over', async () => {
  const system = openSystem(0);
  await ask(system, '10.0.0.1');
  expect(await ask(system, '10.0.0.2')).toEqual([{ address: '10.0.0.2', family: 4 }]);
});

test('a name is asked for again after it was forgotten, also where the question was older', async () => {
  const system = openSystem();
  const early = system.lookup();
  system.names.forget();
  system.answer('10.0.0.1');
  expect(await early).toEqual([{ address: '10.0.0.1', family: 4 }]);
  expect(await ask(system, '10.0.0.2')).toEqual([{ address: '10.0.0.2', family: 4 }]);
});

test('that a name is not known is not remembered', async () => {
  const system = openSystem();
  const failed = system.lookup();
  system.asked.at(-1)?.(new Error('ENOTFOUND'), []);
  await expect(failed).rejects.toThrow('ENOTFOUND');
  expect(await ask(system, '10.0.0.1')).toEqual([{ address: '10.0.0.1', family: 4 }]);
});

test('who wants one address gets the first, asked or remembered', async () => {
  const names = createNames(60_000, ((_name: string, _options: object, tell: Tell) =>
    tell(null, [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ])) as never);
  const lookup = () => promisify(names.lookup)('gateway.test', {});
  expect([await lookup(), await lookup()]).toEqual(['::1', '::1']);
});
