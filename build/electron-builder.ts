import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from 'electron-builder';

/** fpm takes what else a package holds as `<here>=<there>`: the words of the permission prompt, for the wrapper below. */
const POLICY = 'dev.portside.app.policy';
const fpm = [`${resolve(import.meta.dirname, '../assets/linux', POLICY)}=/usr/share/polkit-1/actions/${POLICY}`];

/** Those of electron-builder, save that `portside` in the PATH is the command and not the app. */
const scripts = {
  afterInstall: resolve(import.meta.dirname, 'packaging/after-install.tpl'),
  afterRemove: resolve(import.meta.dirname, 'packaging/after-remove.tpl'),
};

/** What starts the app as the command line (decision 0050). */
const COMMAND = 'assets/command';

export type PackagingOptions = {
  /** Leave the door open by which Playwright drives the packaged app; never in what is shipped. */
  drivable?: boolean;
  /** A runtime to pack instead of the one electron-builder would load. */
  runtime?: { dist: string; version: string };
  /** The system that packs. */
  host?: NodeJS.Platform;
};

/**
 * How the app is packed for the three systems. The bundles hold every package already, so no node_modules is shipped;
 * the one native addon lies beside the main bundle and outside the archive, since the system must load it as a file.
 */
export function packagingConfiguration({
  drivable = false,
  runtime,
  host = process.platform,
}: PackagingOptions = {}): Configuration {
  return {
    appId: 'dev.portside.app',
    productName: 'Portside',
    copyright: 'Copyright © 2026 Portside contributors',
    ...(runtime !== undefined && { electronDist: runtime.dist, electronVersion: runtime.version }),
    directories: { output: 'dist', buildResources: 'build/packaging' },
    // Electron registers the scheme on Windows itself, when it runs; here macOS and Linux are told.
    protocols: [{ name: 'Portside link', schemes: ['portside'], role: 'Viewer' }],
    files: [
      'package.json',
      'out/cli/**',
      'out/entry/**',
      'out/helper/**',
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      'assets/tray/**',
      'assets/icons/128x128.png',
      '!out/**/*.map',
      '!out/{cli,main}/native/!(${platform}-*)/**',
      '!node_modules/**',
    ],
    asar: true,
    asarUnpack: ['out/{cli,main}/native/**'],
    npmRebuild: false,
    // What the system's own menus and boxes say: in the languages of the app.
    electronLanguages: ['en-US', 'en', 'de'],
    publish: null,
    artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
    electronFuses: {
      // Setting fuses breaks the signature that Electron comes with, and Apple's processors run nothing that has a broken
      // one. Where there is no certificate, no other signature follows; codesign is only on macOS.
      resetAdHocDarwinSignature: host === 'darwin',
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: drivable,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    afterPack: ({ appOutDir, electronPlatformName }) => {
      // A runtime that was handed over is copied whole, with what only serves development.
      if (electronPlatformName !== 'linux') return;
      for (const name of ['version', 'resources/default_app.asar']) rmSync(join(appOutDir, name), { force: true });
    },
    mac: {
      extraResources: [{ from: `${COMMAND}/portside`, to: 'bin/portside' }],
      target: [
        { target: 'dmg', arch: ['arm64', 'x64'] },
        { target: 'zip', arch: ['arm64', 'x64'] },
      ],
      icon: 'assets/icon.icns',
      category: 'public.app-category.developer-tools',
      // Without a window in sight macOS would let the timers of this process run every eight seconds or so: those that keep
      // tunnels alive, and those that see a sleep in a late one.
      extendInfo: { LSAppNapIsDisabled: true },
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: 'build/packaging/entitlements.plist',
      entitlementsInherit: 'build/packaging/entitlements.plist',
    },
    win: {
      extraFiles: [{ from: `${COMMAND}/portside.cmd`, to: 'bin/portside.cmd' }],
      target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
      icon: 'assets/icon.ico',
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      include: resolve(import.meta.dirname, 'packaging/installer.nsh'),
    },
    linux: {
      extraFiles: [{ from: `${COMMAND}/portside`, to: 'bin/portside' }],
      // pkexec starts it for the packages; elsewhere it is of no use.
      extraResources: [{ from: 'assets/linux/portside-helper', to: 'portside-helper' }],
      target: ['AppImage', 'deb', 'rpm', 'tar.gz'],
      icon: 'assets/icons',
      category: 'Development',
      executableName: 'portside',
      synopsis: 'Private Northflank services on localhost',
      syncDesktopName: true,
      desktop: {
        entry: {
          'Comment[de]': 'Private Northflank-Services auf localhost',
          Keywords: 'northflank;forward;tunnel;database;localhost;',
          'Keywords[de]': 'northflank;weiterleitung;tunnel;datenbank;localhost;',
          StartupWMClass: 'Portside',
        },
      },
    },
    // Without these the app runs too, but cannot keep the token between runs or write hostnames.
    deb: {
      recommends: ['gnome-keyring | kwalletmanager', 'pkexec | policykit-1'],
      ...scripts,
      fpm,
    },
    rpm: { ...scripts, fpm },
  };
}
