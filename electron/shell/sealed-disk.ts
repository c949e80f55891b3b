import type { Log } from '../base/log.ts';
import type { Disk } from './disk.ts';
import type { Sealer } from './key-store.ts';

type Content = Record<string, unknown>;
type Parts = {
  readonly disk: Pick<Disk, 'read' | 'write'>;
  readonly findKeyStore: () => Promise<Sealer | string>;
  readonly log: Log;
};

/**
 * A file whose content only this app can have written, where there is a key store: what stands there unsealed is not
 * believed. Without a key store it stands as it is. Neither function rejects.
 */
export function openSealedDisk({ disk, findKeyStore, log }: Parts) {
  return {
    async read(): Promise<Content> {
      const sealer = await findKeyStore();
      const content = disk.read();
      const { sealed } = content;
      if (typeof sealer === 'string') return content;
      if (typeof sealed !== 'string') return {};
      try {
        const { text } = await sealer.unseal(Buffer.from(sealed, 'base64'));
        return JSON.parse(text) as Content;
      } catch {
        // Another key store, or somebody else's. The error's text might quote the content.
        log.warn('what was kept sealed cannot be read and is left out');
        return {};
      }
    },

    async write(content: Content): Promise<void> {
      try {
        const sealer = await findKeyStore();
        const text = JSON.stringify(content);
        disk.write(typeof sealer === 'string' ? content : { sealed: (await sealer.seal(text)).toString('base64') });
      } catch (error) {
        log.warn('what is kept sealed could not be written', { error });
      }
    },
  };
}
