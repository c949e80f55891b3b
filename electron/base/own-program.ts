import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the deb and rpm packages put the app, and what their polkit action allows to be started. */
const INSTALLED = '/opt/Portside/resources';
const POLICY = '/usr/share/polkit-1/actions/dev.portside.app.policy';

type Started = { readonly execPath: string; readonly env: Readonly<NodeJS.ProcessEnv> };

/**
 * Where the AppImage that this program runs from is mounted. Only where it lies in that mount: a terminal inside another
 * AppImage hands its variables on, and that program is none of our business.
 */
export function mountOf({ execPath, env: { APPDIR } }: Started): string | undefined {
  return APPDIR && execPath.startsWith(`${APPDIR}/`) ? APPDIR : undefined;
}

/** The AppImage that this program runs from. */
export function imageOf(program: Started & Pick<NodeJS.Process, 'platform'>): string | undefined {
  return program.platform === 'linux' && mountOf(program) !== undefined ? program.env['APPIMAGE'] : undefined;
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
