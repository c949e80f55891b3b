/**
 * A Portside of its own that keeps names in a file: `argv` is a folder with `etc/hosts`. It is told by messages which names
 * lead to which address (none: they are switched off), and says each state.
 */
import { join } from 'node:path';
import { keepHostnames } from '../../electron/system/hostnames.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';
import { quiet } from './helper-process.ts';

export type Wish = { readonly address: string; readonly names: readonly string[] } | 'off' | 'close';

const [, , base = ''] = process.argv;
const owner = newOwner();
let wished = false;
let entries: readonly { readonly address: string; readonly names: readonly string[] }[] = [];
const keeper = keepHostnames({
  wanted: () => ({ wished, entries, conflicts: [] }),
  report: (change) => process.send?.(change),
  path: join(base, 'etc/hosts'),
  backupDirectory: join(base, `backup-${process.pid}`),
  owner: () => owner,
  elevate: () => Promise.reject(new Error('it may write')),
  flush: () => Promise.resolve([]),
  log: quiet,
  settleMs: 1,
  recheckMs: 20,
  othersMs: 20,
});
process.on('message', (wish: Wish) => {
  if (wish === 'close') {
    void keeper.close().then(() => process.exit(0));
    return;
  }
  wished = wish !== 'off';
  entries = wish === 'off' ? [] : [wish];
  keeper.check();
});
process.send?.({});
