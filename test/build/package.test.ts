import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as pack, type Configuration } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, projectRoot } from '../../build/build.ts';
import { openDesktop } from '../../build/desktop.ts';
import { packagingConfiguration } from '../../build/electron-builder.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { readPackageArguments } from '../../build/package.ts';
import { readFuses } from '../../build/runtime/fuses.ts';
import { runOnOwnMachine, whyNoOwnMachine } from '../support/own-machine.ts';
import { describeCommand } from './packed-command.ts';

const require = createRequire(import.meta.url);

async function validate(config: Configuration): Promise<void> {
  const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
    validateConfiguration: (given: Configuration, debug: unknown) => Promise<void>;
  };
  const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => unknown };
  const { afterPack: _, ...plain } = config;
  await validateConfiguration(structuredClone(plain), new DebugLogger(false));
}

describe('the packaging configuration', () => {
  test('is valid for all three systems', async () => {
    await validate(packagingConfiguration());
  });

  test('would not be valid with a misspelt key', async () => {
    const config = packagingConfiguration();
    const misspelt = { ...config, win: { ...config.win, targett: 'nsis' } } as Configuration;
    await expect(validate(misspelt)).rejects.toThrow('configuration.win should be');
  });

  test('opens the door for tests only on demand', () => {
    expect(packagingConfiguration().electronFuses?.enableNodeCliInspectArguments).toBe(false);
    expect(packagingConfiguration({ drivable: true }).electronFuses?.enableNodeCliInspectArguments).toBe(true);
  });

  test('signs again what setting the fuses breaks, where that can be done', () => {
    expect(packagingConfiguration({ host: 'darwin' }).electronFuses?.resetAdHocDarwinSignature).toBe(true);
    expect(packagingConfiguration({ host: 'linux' }).electronFuses?.resetAdHocDarwinSignature).toBe(false);
  });

  test('lets macOS put no timer of the app to sleep', () => {
    expect(packagingConfiguration().mac?.extendInfo).toEqual({ LSAppNapIsDisabled: true });
  });

  test('takes out of Windows’ registry what the app wrote there, by the names that it wrote', () => {
    const { appId, nsis, protocols } = packagingConfiguration();
    const script = readFileSync(nsis?.include ?? '', 'utf8');
    const [protocol] = [protocols ?? []].flat();
    expect(script).toContain(`CurrentVersion\\Run" "$\{APP_ID}"`);
    expect(script).toContain(`Software\\Classes\\${protocol?.schemes[0]}"`);
    expect(script).toContain('!macro customInstall\n');
    const own = readFileSync(join(projectRoot, 'electron/shell/app-id.ts'), 'utf8');
    expect(own).toContain(`'${appId}'`);
    const [noticeClass] = /\{[0-9A-F-]{36}\}/.exec(own) ?? ['none'];
    expect(script).toContain(`Software\\Classes\\CLSID\\${noticeClass}"`);
  });

  test('brings the command to all three systems', () => {
    const { mac, win, linux } = packagingConfiguration();
    const script = [{ from: 'assets/command/portside', to: 'bin/portside' }];
    expect([mac?.extraResources, linux?.extraFiles]).toEqual([script, script]);
    expect(win?.extraFiles).toEqual([{ from: 'assets/command/portside.cmd', to: 'bin/portside.cmd' }]);
  });

  test('names icons and entitlements that are there', () => {
    const { mac, win, linux, deb, rpm } = packagingConfiguration();
    for (const file of [mac?.icon, mac?.entitlements, win?.icon, linux?.icon]) {
      expect(existsSync(join(projectRoot, file as string)), String(file)).toBe(true);
    }
    for (const line of [...(deb?.fpm ?? []), ...(rpm?.fpm ?? [])]) {
      const [from = '', to] = line.split('=');
      expect([existsSync(from), to]).toEqual([true, '/usr/share/polkit-1/actions/dev.portside.app.policy']);
    }
  });
});

/** What electron-builder's own script does, with the command in the PATH instead of the app. */
function upstream(name: string): string {
  const file = require.resolve(`app-builder-lib/templates/linux/${name}.tpl`);
  const [app, command] = ['/', '/bin/'].map((between) => `'/opt/\${sanitizedProductName}${between}\${executable}'`);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(app);
  return text.replaceAll(String(app), () => String(command));
}

test('what deb and rpm put into the PATH is the command', () => {
  const { deb, rpm } = packagingConfiguration();
  expect(rpm).toMatchObject({ afterInstall: deb?.afterInstall, afterRemove: deb?.afterRemove });
  expect(readFileSync(deb?.afterInstall ?? '', 'utf8')).toBe(upstream('after-install'));
});

describe('what the deb package leaves behind', () => {
  const script = packagingConfiguration().deb?.afterRemove ?? '';

  test('is decided by the script of electron-builder, between lines of ours', () => {
    const [shebang = '', ...lines] = upstream('after-remove').split('\n');
    const text = readFileSync(script, 'utf8');
    expect(text.startsWith(shebang)).toBe(true);
    expect(text).toContain(lines.join('\n'));
  });

  const skip = whyNoOwnMachine();
  test.skipIf(skip !== undefined)(
    `is the log and the backups of the helper, until it is purged${skip ? ` (skipped: ${skip})` : ''}`,
    async () => {
      const line = 'mkdir -p /var/lib/portside/backup; bash "$0" "$1"; ls /var/lib | grep -c portside';
      const kept = async (how: string): Promise<string> => {
        const child = runOnOwnMachine(['sh', '-c', line, script, how], { stdio: ['ignore', 'pipe', 'ignore'] });
        const [said] = (await once(child.stdout ?? child, 'data')) as [Buffer];
        await once(child, 'close');
        return said.toString().trim().split('\n').at(-1) ?? '';
      };
      expect([await kept('remove'), await kept('purge')]).toEqual(['1', '0']);
    },
  );
});

describe('the command line of packaging', () => {
  test('gives each system its targets', () => {
    const given = ['--linux', 'deb', 'rpm', '--win', '--arm64', '--dir'];
    expect(readPackageArguments(given)).toEqual({ linux: ['deb', 'rpm'], win: [], arm64: true, dir: true });
  });

  test('refuses what it does not know, with its usage', () => {
    expect(() => readPackageArguments(['--windows'])).toThrow(/"--windows" is not understood[^]*npm run package/);
  });
});

/** Says what the addon is, and ends: a bundle's own words are proof enough that it was packed right. */
const MAIN = `
import { app } from 'electron';
app.whenReady().then(async () => {
  const { default: bufferutil } = await import('bufferutil');
  process.stdout.write(JSON.stringify({ mask: String(bufferutil.mask), packaged: app.isPackaged, name: app.name }));
  app.exit(0);
});`;

/** Where the helper keeps its log, if it may write there. */
const STATE = '/var/lib/portside';

describe.runIf(process.platform === 'linux')('a packed app', () => {
  let root: string;
  let unpacked: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'portside-pack-'));
    mkdirSync(join(root, 'renderer'));
    for (const name of ['package.json', 'tsconfig.base.json', 'assets', 'build/packaging', 'electron']) {
      cpSync(join(projectRoot, name), join(root, name), { recursive: true });
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'electron/main.ts'), MAIN);
    writeFileSync(join(root, 'electron/preload.ts'), 'export {};');
    writeFileSync(join(root, 'renderer/index.html'), '<!doctype html><title>Page</title>');
    await build({ root });
    const { dist, version } = await findElectron(() => {});
    const config = packagingConfiguration({ runtime: { dist, version } });
    await pack({ projectDir: root, config, dir: true, linux: [] });
    unpacked = join(root, 'dist/linux-unpacked');
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('starts from its archive, loads a later part of main from there, and masks with the native addon', async () => {
    const desktop = await openDesktop();
    const args = electronArgs(() => {});
    const { stdout } = spawnSync(join(unpacked, 'portside'), args, { env: desktop.env, encoding: 'utf8' });
    await desktop.close();
    expect(JSON.parse(stdout)).toEqual({
      mask: 'function () { [native code] }',
      packaged: true,
      name: 'Portside',
    });
  });

  test('starts as the helper with more rights, without a display, although it cannot run as Node', () => {
    const args = ['--no-sandbox', '--ozone-platform=headless', '--disable-gpu', `--portside-helper=${root}`];
    const env = { PATH: process.env['PATH'], HOME: root, ELECTRON_RUN_AS_NODE: '1' };
    const wasThere = existsSync(STATE);
    // That folder is none that the app made; the helper says so by its exit code and does nothing.
    expect(spawnSync(join(unpacked, 'portside'), args, { env }).status).toBe(11);
    if (!wasThere) rmSync(STATE, { recursive: true, force: true });
  });

  test('has the fuses of the configuration', async () => {
    expect(await readFuses(join(unpacked, 'portside'))).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyLoadAppFromAsar: true,
      ownBrowserSnapshot: false,
      fileProtocolPrivileges: false,
    });
  });

  test('ships the one program that pkexec may start, which the action names', () => {
    const wrapper = join(unpacked, 'resources/portside-helper');
    expect(statSync(wrapper).mode & 0o777).toBe(0o755);
    const policy = readFileSync(join(projectRoot, 'assets/linux/dev.portside.app.policy'), 'utf8');
    expect(policy).toContain('exec.path">/opt/Portside/resources/portside-helper<');
    expect(readFileSync(wrapper, 'utf8')).toContain('exec /opt/Portside/portside ');
  });

  test('ships no node_modules, no sources, and the addon of its own system only', () => {
    const { listPackage } = require('@electron/asar') as {
      listPackage: (archive: string, options: object) => string[];
    };
    const files = listPackage(join(unpacked, 'resources/app.asar'), { isPack: false });
    const tops = new Set(files.map((file) => file.split('/')[1]));
    expect(tops).toEqual(new Set(['assets', 'out', 'package.json']));
    expect(files.filter((file) => file.endsWith('.ts') || file.endsWith('.svg'))).toEqual([]);
    const native = join(unpacked, 'resources/app.asar.unpacked/out/main/native');
    expect(readdirSync(native)).toEqual(['linux-x64']);
    expect(readdirSync(native.replace('/main/', '/cli/'))).toEqual(['linux-x64']);
    expect(existsSync(join(unpacked, 'resources/default_app.asar'))).toBe(false);
  });

  describeCommand(() => ({ root, unpacked }));
});
