import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

/** Where the deb and rpm packages put the app, and what their polkit action allows to be started. */
const INSTALLED = '/opt/Portside/resources';
const POLICY = '/usr/share/polkit-1/actions/dev.portside.app.policy';

/** How this very program is started anew as the helper with more rights. */
export function helperLauncher() {
  const { platform, resourcesPath, env } = process;
  const { isPackaged } = app;
  // What an AppImage holds is mounted for its user alone; root has to start the file itself. Only where this program lies in
  // that mount: a terminal inside another AppImage hands its variables on, and that program must not get our rights.
  const isInImage = env['APPDIR'] !== undefined && process.execPath.startsWith(`${env['APPDIR']}/`);
  const image = platform === 'linux' && isPackaged && isInImage ? env['APPIMAGE'] : undefined;
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
