import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { ownImage } from './own-program.ts';

/** Where the deb and rpm packages put the app, and what their polkit action allows to be started. */
const INSTALLED = '/opt/Portside/resources';
const POLICY = '/usr/share/polkit-1/actions/dev.portside.app.policy';

/** How this very program is started anew as the helper with more rights. */
export function helperLauncher() {
  const { platform, resourcesPath } = process;
  const { isPackaged } = app;
  // What an AppImage holds is mounted for its user alone; root has to start the file itself.
  const image = ownImage();
  const wrapper = path.join(INSTALLED, 'portside-helper');
  const hasWrapper = platform === 'linux' && resourcesPath === INSTALLED && [wrapper, POLICY].every(existsSync);
  return {
    platform,
    isPackaged,
    executable: image ?? process.execPath,
    ...(!isPackaged && { appPath: app.getAppPath() }),
    ...(isPackaged && !image && { resources: resourcesPath }),
    ...(hasWrapper && { wrapper }),
    ...(platform === 'darwin' && isPackaged && { icon: path.join(resourcesPath, 'icon.icns') }),
  };
}
