import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { electronArgs } from '../../build/electron-runtime.ts';
import { HELP } from '../../electron/cli/help.ts';
import { freshHome, platformEnv, runCli, startCli, type CliEnd, type CliOptions } from '../cli/cli-process.ts';
import { getJson } from '../conformance/clients.ts';
import { openRoom, web, type Room } from '../control/room.ts';
import { isReachable } from '../forwarding/fresh-forwarding.ts';
import { startPlatform } from '../platform/start.ts';
import { makeTunnel, tunnelsOf } from '../support/builders.ts';

const ended = (code: number, stdout: string, stderr = ''): CliEnd => ({ code, signal: null, stdout, stderr });

/** The app as it was packed, run as a user runs its command: by the script in `bin`, and without a display. */
export function describeCommand(packed: () => { readonly root: string; readonly unpacked: string }): void {
  describe('as a command, without a display', () => {
    let root: string;
    let unpacked: string;
    let room: Room;

    beforeAll(() => ({ root, unpacked } = packed()));
    beforeEach(() => void (room = openRoom()));
    afterEach(() => room.close());

    const portside = (args: readonly string[], options: CliOptions = {}): Promise<CliEnd> =>
      runCli(args, { program: join(unpacked, 'bin/portside'), ...options });

    test('answers in the exit code and the words of the command line, and leaves nothing in the home', async () => {
      const home = await freshHome();
      const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
      expect(await portside(['--version'], { home })).toEqual(ended(0, `${version}\n`));
      expect(await portside(['--help'], { home })).toEqual(ended(0, HELP));
      expect(await portside(['nonsense'], { home })).toEqual(
        ended(2, '', 'There is no command "portside nonsense". "portside help" lists them.\n'),
      );
      expect(await portside(['status'], { home })).toEqual(
        ended(1, '', 'Portside is not running, or its local control is switched off.\n'),
      );
      expect(readdirSync(home)).toEqual([]);
    });

    test('is found through links, from any folder, and by its first word without the script', async () => {
      const home = await freshHome();
      symlinkSync(join(unpacked, 'bin/portside'), join(home, 'first'));
      symlinkSync('first', join(home, 'second'));
      expect(await portside(['nonsense'], { program: join(home, 'second') })).toMatchObject({ code: 2 });
      // As root Chromium ends at once without that switch, which an AppImage gives itself where it is needed.
      const direct = await portside([...electronArgs(() => {}), 'nonsense'], { program: join(unpacked, 'portside') });
      expect(direct).toMatchObject({ code: 2, stdout: '' });
    });

    test('forwards, masks with the native addon, and ends by Ctrl-C with every port free', async () => {
      const platform = await startPlatform({ workloads: ['http', 'metrics'] });
      try {
        const program = join(unpacked, 'bin/portside');
        const args = ['forward', 'service', '--project', 'storefront', '--service', 'web', '--skipHostnames', '--json'];
        const cli = await startCli(args, { program, env: platformEnv(platform) });
        await cli.until(/"event":"ready".*\n/);
        const open = cli.lines().find((line) => line['port'] === 8080);
        const place = { address: String(open?.['address']), port: 8080 };
        expect(await getJson(place, '/json', 'web')).toMatchObject({ service: 'web' });
        expect(readFileSync(`/proc/${cli.pid}/maps`, 'utf8')).toContain('out/cli/native/linux-x64/bufferutil.node');
        cli.kill('SIGINT');
        expect(await cli.end).toMatchObject({ code: 0, signal: null, stderr: '' });
        expect(cli.lines().map((line) => line['event'])).toEqual(['open', 'open', 'ready', 'closed', 'closed']);
        expect(await isReachable(place)).toBe(false);

        // A reader that has seen enough, such as `head`, ends it as well.
        const cut = await startCli(args, { program, env: platformEnv(platform) });
        cut.stopReading();
        expect(await cut.end).toMatchObject({ code: 0, signal: null, stderr: '' });
      } finally {
        await platform.close();
      }
    });

    test('runs a program with what the app says and all that the user has, and nothing that Electron adds', async () => {
      const own = { PORTSIDE_DATA: room.directory, NODE_OPTIONS: '--no-deprecation', XDG_CURRENT_DESKTOP: 'GNOME' };
      const script = 'process.stdout.write(JSON.stringify(process.env)); process.exitCode = 7';
      const cli = await startCli(['run', 'web', '--', process.execPath, '-e', script], {
        program: join(unpacked, 'bin/portside'),
        env: own,
      });
      await room.until(() => room.requests().length === 1);
      room.control().answer(room.requests()[0]?.id ?? '', ['read', 'toggle', 'secrets']);
      await room.until(() => room.store.read().forwards[web.key]?.wish.on === true);
      const tunnels = tunnelsOf(makeTunnel(`${web.key}:80`));
      room.store.dispatch({ type: 'observed', id: web.key, status: { kind: 'open', since: 1 }, tunnels });
      const { code, stdout } = await cli.end;
      expect(code).toBe(7);
      const { HOME, PATH, ...env } = JSON.parse(stdout) as Record<string, string>;
      expect([HOME, PATH]).toEqual([expect.stringContaining('portside-cli-'), process.env['PATH']]);
      // Shells say where they are.
      for (const name of ['PWD', 'OLDPWD', 'SHLVL', '_']) delete env[name];
      expect(env).toEqual({ ...own, FORWARD: web.key });
    });

    test('is the app without a word, with a switch and with a link', () => {
      // Without a display the app cannot start, which is how it is told from the command here.
      const env = { PATH: process.env['PATH'], HOME: root };
      for (const args of [[], ['--no-sandbox'], ['portside://open/storefront']]) {
        const { status, stdout, stderr } = spawnSync(join(unpacked, 'bin/portside'), args, { env, encoding: 'utf8' });
        expect({ stdout, isDone: status === 0 }, args.join(' ')).toEqual({ stdout: '', isDone: false });
        expect(stderr).not.toContain('There is no command');
      }
    });
  });
}
