import { expect, test } from 'vitest';
import { imageOf, packagedLauncher } from '../../electron/base/own-program.ts';

const program = (change: object = {}) =>
  ({ platform: 'linux', execPath: '/opt/a/portside', resourcesPath: '/opt/a/resources', env: {}, ...change }) as const;

test('a package is started anew by its own program', () => {
  expect(packagedLauncher(program())).toEqual({
    platform: 'linux',
    isPackaged: true,
    executable: '/opt/a/portside',
    resources: '/opt/a/resources',
  });
  expect(packagedLauncher(program({ platform: 'darwin' }))).toMatchObject({ icon: '/opt/a/resources/icon.icns' });
});

test('an AppImage is started anew as its file, since what it holds is mounted for its user alone', () => {
  const env = { APPDIR: '/tmp/.mount', APPIMAGE: '/home/a/Portside.AppImage' };
  const image = program({ env, execPath: '/tmp/.mount/portside', resourcesPath: '/tmp/.mount/resources' });
  expect(packagedLauncher(image)).toEqual({ platform: 'linux', isPackaged: true, executable: env.APPIMAGE });
  expect(imageOf(program({ env }))).toBeUndefined();
});
