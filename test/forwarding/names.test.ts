import { expect, test } from 'vitest';
import { Failure } from '../../electron/contract/failure.ts';
import { createNames } from '../../electron/forwarding/names.ts';
import type { HostsEntry } from '../../electron/system/hosts-block.ts';
import { withHosts } from '../support/hosts-room.ts';

const OTHERS = '# Portside begin\n127.24.9.9 theirs web\n# Portside end\n';

test('with a helper names are its work, and those of others stay among them', async () => {
  await withHosts(async ({ path, write, read }) => {
    await write(OTHERS);
    const applied: (readonly HostsEntry[])[] = [];
    const names = createNames(path, { apply: (entries) => Promise.resolve(void applied.push(entries)) });
    expect(await names.set([{ address: '127.24.1.1', names: ['web', 'http.web'] }])).toBeUndefined();
    expect(await names.set([])).toBeUndefined();
    expect(applied).toEqual([
      [
        { address: '127.24.9.9', names: ['theirs'] },
        { address: '127.24.1.1', names: ['web'] },
        { address: '127.24.1.1', names: ['http.web'] },
      ],
      [
        { address: '127.24.9.9', names: ['theirs'] },
        { address: '127.24.9.9', names: ['web'] },
      ],
    ]);
    expect(await read()).toBe(OTHERS);
  });
});

test('a helper that is gone is a problem with words', async () => {
  await withHosts(async ({ path }) => {
    const names = createNames(path, { apply: () => Promise.reject(new Failure('helper-lost')) });
    expect(await names.set([{ address: '127.24.1.1', names: ['web'] }])).toEqual({ code: 'helper-lost' });
  });
});
