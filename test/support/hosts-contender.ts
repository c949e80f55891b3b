/**
 * A process that changes its block of a hosts file again and again and says how often it was gone when it looked next:
 * `hosts-contender.ts <path> <backups> <last number of its address>`.
 */
import { changeBlock } from '../../electron/system/hosts-change.ts';
import { readHosts } from '../../electron/system/hosts-file.ts';
import { newOwner } from '../../electron/system/hosts-owners.ts';

const [, , path = '', backupDirectory = '', number = ''] = process.argv;
const owner = await newOwner();
let lost = 0;
for (let count = 0; count < 100; count += 1) {
  const name = `svc-${count}`;
  await changeBlock({ path, backupDirectory, owner, to: [{ address: `127.24.1.${number}`, names: [name] }] });
  if (!(await readHosts(path)).includes(`127.24.1.${number} ${name}\n`)) lost += 1;
}
await changeBlock({ path, backupDirectory, owner, to: [] });
process.send?.({ lost });
