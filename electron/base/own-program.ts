import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the deb and rpm packages put the app, and what their polkit action allows to be started. */
const INSTALLED = '/opt/Portside/resources';
const POLICY = '/usr/share/polkit-1/actions/dev.portside.app.policy';

/**
 * The AppImage that this program runs from. Only where it lies in that mount: a terminal inside another AppImage hands its
 * variables on, and that program must not be started in our name.
 */
export function imageOf({ platform, execPath, env }: Pick<NodeJS.Process, 'platform' | 'execPath' | 'env'>) {
  const { APPDIR, APPIMAGE } = env;
  const isInImage = APPDIR !== undefined && execPath.startsWith(`${APPDIR}/`);
  return platform === 'linux' && isInImage ? APPIMAGE : undefined;
}

/** How this very program, out of a package, is started anew as the helper with more rights. */
export function packagedLauncher(program: Pick<NodeJS.Process, 'platform' | 'execPath' | 'env' | 'resourcesPath'>) {
  const { platform, execPath, resourcesPath } = program;
  // What an AppImage holds is mounted for its user alone; root has to start the file itself.
  const image = imageOf(program);
  const wrapper = path.join(INSTALLED, 'portside-helper');
  const hasWrapper = platform === 'linux' && resourcesPath === INSTALLED && [wrapper, POLICY].every(existsSync);
  return {
    platform,
    isPackaged: true,
    executable: image ?? execPath,
    ...(!image && { resources: resourcesPath }),
    ...(hasWrapper && { wrapper }),
    ...(platform === 'darwin' && { icon: path.join(resourcesPath, 'icon.icns') }),
  };
}
