import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { openDesktop } from '../../build/desktop.ts';

const onLinux = describe.runIf(process.platform === 'linux');

onLinux('a desktop', () => {
  test('has a display and a bus of its own, which are gone when it is closed', async () => {
    const desktop = await openDesktop({ keyring: true });
    const socket = `/tmp/.X11-unix/X${desktop.env['DISPLAY']?.slice(1)}`;
    const home = desktop.env['HOME'] ?? '';
    expect(desktop.busAddress).toMatch(/^unix:/);
    expect([existsSync(socket), existsSync(home)]).toEqual([true, true]);
    await desktop.close();
    expect([existsSync(socket), existsSync(home)]).toEqual([false, false]);
  });

  test('shares nothing with another one', async () => {
    const [first, second] = await Promise.all([openDesktop({ keyring: true }), openDesktop({ keyring: true })]);
    for (const name of ['DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'HOME', 'XDG_RUNTIME_DIR']) {
      expect(first.env[name], name).not.toBe(second.env[name]);
    }
    await Promise.all([first.close(), second.close()]);
  });

  test('keeps a secret in its unlocked keyring', async () => {
    const desktop = await openDesktop({ keyring: true });
    const call = ['--session', '--print-reply=literal', '--dest=org.freedesktop.secrets'];
    const get = 'org.freedesktop.DBus.Properties.Get';
    const collection = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
    const path = '/org/freedesktop/secrets/aliases/default';
    const { stdout } = spawnSync('dbus-send', [...call, path, get, ...collection], {
      env: desktop.env,
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('variant       boolean false');
    await desktop.close();
  });

  test('ends with its process even when that is killed', async () => {
    const script = `
      import { openDesktop } from './build/desktop.ts';
      const { env } = await openDesktop({ keyring: true });
      console.log(env.DISPLAY.slice(1) + ' ' + env.HOME);
      setInterval(() => {}, 1000);`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const [display = '', home = ''] = line.split(' ');
    const client = connect(`/tmp/.X11-unix/X${display}`);
    await once(client, 'connect');
    const gone = new Promise((resolve) => {
      client.on('error', () => {}).on('close', resolve);
    });
    child.kill('SIGKILL');
    await Promise.all([gone, once(child, 'close')]);
    rmSync(home, { recursive: true, force: true }); // all that nobody is left to clear up
  });
});
