import { dialogText } from '../contract/text/desktop.ts';
import type { FileDeeds } from '../session/commands/file-commands.ts';
import { openStopTimers } from '../session/stop-timers.ts';
import type { Store } from '../session/store.ts';
import { watchUsed } from '../session/watch-used.ts';
import { openTextFile, saveTextFile } from '../shell/file-dialogs.ts';

/** With a parser of 230 KB, which most starts never need. */
const projectFiles = () => import('../project-files/read-needs.ts');

/** What puts forwards together: files that name them, their clock, and which were used last. */
export function openGroups(store: Store) {
  const timers = openStopTimers(store);
  const used = watchUsed(store);
  const files: FileDeeds = {
    openFile: () => openTextFile(dialogText().openFile),
    saveFile: (file) => saveTextFile(file),
    readNeeds: async (...given) => (await projectFiles()).readNeeds(...given),
    writeProfile: async (profile) => (await projectFiles()).writeProfile(profile),
  };
  return { files, check: timers.check, parts: [timers, used] };
}
