/** A program that does what the app does with the helper, to be killed: `argv` is a folder with `etc/hosts`. */
import { startHelper } from '../../electron/system/elevation.ts';
import { allowing, launcher, quiet } from './helper-process.ts';

const [, , base = ''] = process.argv;
let pid: number | undefined;
const ask = allowing(base, (child) => {
  pid = child.pid;
});
const helper = await startHelper({ launcher, ask, signal: new AbortController().signal, log: quiet });
await helper.apply([{ address: '127.24.0.1', names: ['web'] }]);
process.send?.({ helper: pid });
