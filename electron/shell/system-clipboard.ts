import * as electron from 'electron';
import type { Log } from '../base/log.ts';
import type { Board } from './clipboard.ts';

/** The mark by which a system's clipboard histories know a secret, and what stands in it. */
const MARKS: Readonly<Partial<Record<NodeJS.Platform, readonly [format: string, content: string]>>> = {
  darwin: ['org.nspasteboard.ConcealedType', ''],
  win32: ['ExcludeClipboardContentFromMonitorProcessing', '1'],
  linux: ['x-kde-passwordManagerHint', 'secret'],
};

/** Electron 44 writes several formats at once; before that a mark would take the place of the text. */
const canMark = 'ClipboardItem' in electron;

async function writeMarked(text: string, [format, content]: readonly [string, string]): Promise<void> {
  const item = new electron.ClipboardItem({
    'text/plain': text,
    [`electron application/osclipboard;format="${format}"`]: new Blob([content]),
  });
  await electron.clipboard.write([item]);
}

export function systemClipboard(log: Log): Board {
  const { clipboard } = electron;
  return {
    async write(text, secret) {
      const mark = secret && canMark ? MARKS[process.platform] : undefined;
      try {
        if (mark) return await writeMarked(text, mark);
      } catch (error) {
        log.warn('the clipboard took no mark', { error });
      }
      await clipboard.writeText(text);
    },
    read: async () => clipboard.readText(),
    clear: () => clipboard.clear(),
  };
}
