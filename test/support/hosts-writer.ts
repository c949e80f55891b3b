/** A process of its own that changes a hosts file without end and says each outcome: `hosts-writer.ts <path> <backups>`. */
import { changeHosts } from '../../electron/system/hosts-file.ts';
import { applyBlock } from './hosts-own.ts';

const [, , path = '', backupDirectory = ''] = process.argv;

for (let count = 0; ; count += 1) {
  const names = Array.from({ length: (count % 40) + 1 }, (_, index) => `svc-${index}.ns-demo.svc.cluster.local`);
  const outcome = await changeHosts({
    path,
    backupDirectory,
    change: (text) => applyBlock(text, [{ address: '127.24.1.1', names }]),
  });
  process.send?.(outcome);
}
