import { randomUUID } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

const LOW_BYTES = 100 * 1024 * 1024;

function sizeOf(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3;
  return gigabytes >= 1 ? `${gigabytes.toFixed(gigabytes < 10 ? 1 : 0)} GB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}

/** Whether the folder of settings and wishes takes a file, and has room for more. */
export function checkDisk({ folder }: Pick<DoctorParts, 'folder'>): Examination {
  return {
    id: 'disk',
    async run() {
      const file = path.join(folder, `doctor-${randomUUID()}.tmp`);
      try {
        const handle = await open(file, 'wx', 0o600);
        try {
          await handle.writeFile('a');
          await handle.sync();
        } finally {
          await handle.close();
          await rm(file, { force: true });
        }
        const { bavail, bsize } = await statfs(folder);
        const bytes = bavail * bsize;
        const args = { free: sizeOf(bytes) };
        return [
          bytes < LOW_BYTES ? { state: 'warning', code: 'disk-low', args } : { state: 'ok', code: 'disk-fine', args },
        ];
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        return [{ state: 'problem', code: 'disk-bad', args: { reason } }];
      }
    },
  };
}
