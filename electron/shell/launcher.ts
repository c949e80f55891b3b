import { app } from 'electron';
import { packagedLauncher } from '../base/own-program.ts';

/** How this very program is started anew as the helper with more rights. */
export function helperLauncher() {
  if (app.isPackaged) return packagedLauncher(process);
  const { platform, execPath } = process;
  return { platform, isPackaged: false, executable: execPath, appPath: app.getAppPath() };
}
