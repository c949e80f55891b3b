/**
 * The helper as a program of its own for tests, which alone may say where the hosts file is: the shipped one takes that from
 * the system. `argv`: a folder with `etc/hosts`, then what the shipped one is given.
 */
import { join } from 'node:path';
import { runHelper } from '../../electron/system/helper.ts';

const [, , base = '', ...given] = process.argv;
const helper = runHelper(given, {
  platform: process.platform,
  hostsFile: join(base, 'etc/hosts'),
  stateDirectory: join(base, 'state'),
  systemDirectory: base,
});
process.on('SIGTERM', helper.end);
process.exitCode = await helper.done;
