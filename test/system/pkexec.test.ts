import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../build/build.ts';
import { findElectron } from '../../build/electron-runtime.ts';
import { runOnOwnMachine, whyNoOwnMachine } from '../support/own-machine.ts';

const needed = ['/usr/bin/pkexec', '/usr/bin/script', '/usr/lib/polkit-1/polkitd', '/usr/bin/dbus-daemon'];
const skip = whyNoOwnMachine() ?? needed.find((file) => !existsSync(file))?.replace(/$/, ' is not installed');

type Scene = Readonly<Record<string, unknown>>;
const allowed = { started: { ok: true }, applied: { ok: true }, written: true, prompts: 1 };
const REASONS = {
  service: "the system's authorization service does not run",
  prompt: 'no program for password prompts runs in this session',
  password: 'the password was wrong, or this user may not',
};

/** Real pkexec, polkit and the shipped helper; everything they change is on a machine of its own. */
describe.skipIf(skip !== undefined)(
  `an ordinary user and the system's prompt${skip ? ` (skipped: ${skip})` : ''}`,
  () => {
    const scenes = new Map<string, Scene>();
    const scene = (name: string) => scenes.get(name);

    beforeAll(async () => {
      await build();
      const { dist } = await findElectron(() => {});
      const command = [process.execPath, '--import', 'tsx', 'test/support/pkexec-desk.ts'];
      const desk = runOnOwnMachine(command, { electron: dist, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      desk.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await new Promise((resolve) => {
        desk.on('close', resolve);
      });
      for (const line of said.split('\n').filter(Boolean)) {
        const { scene: name, ...facts } = JSON.parse(line) as { scene: string };
        scenes.set(name, facts);
      }
    }, 180_000);

    test('without the service, or without a prompt, it is unavailable and says why', () => {
      const unavailable = (reason: string) => ({
        ok: false,
        code: 'elevation-unavailable',
        reason,
        prompts: 0,
        untouched: true,
      });
      expect(scene('no authorization service')).toEqual(unavailable(REASONS.service));
      expect(scene('no prompt')).toEqual(unavailable(REASONS.prompt));
    });

    test('a closed prompt is dismissed, a wrong password is not granted', () => {
      const refused = { ok: false, prompts: 1, untouched: true };
      expect(scene('closed')).toEqual({ ...refused, code: 'elevation-dismissed', reason: '' });
      expect(scene('wrong password')).toEqual({ ...refused, code: 'elevation-unavailable', reason: REASONS.password });
    });

    test('after the right password the file is written, and as it was when the app closes', () => {
      const { log, ...facts } = scene('closed by the app') ?? {};
      expect(facts).toEqual({ ...allowed, closed: { ok: true }, restored: true });
      const lines = String(log)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Scene);
      // Its last line comes when it is gone for the app already.
      expect(lines.map(({ what }) => what).slice(0, 3)).toEqual(['connected', 'apply 1 names', 'strip']);
      expect(new Set(lines.map(({ uid }) => uid))).toEqual(new Set([4711]));
    });

    test('when the app is killed, or the helper is told to end, everything is taken back', () => {
      expect(scene('app killed')).toEqual({ ...allowed, restored: true });
      expect(scene('helper asked to end')).toEqual({ ...allowed, restored: true });
    });

    test('a port below 1024 is served by the helper for the app of an ordinary user, and free when that is killed', () => {
      expect(scene('a port below 1024')).toEqual({
        ...allowed,
        relayed: { ok: true },
        served: 'the app',
        after: 'ECONNREFUSED',
      });
    });

    test('a killed helper is noticed, and the next one cleans up', () => {
      expect(scene('helper killed')).toEqual({
        ...allowed,
        left: true,
        again: { ok: true },
        replaced: true,
        restored: true,
      });
    });

    test('only when both are killed at once a block is left, which the next one finds', () => {
      expect(scene('both killed')).toMatchObject({ ...allowed, left: true });
    });

    test('the whole app asks when the user says so, then never again, and leaves nothing when it is killed', () => {
      expect(scene('whole app')).toEqual({
        waiting: { untouched: true, asked: 0 },
        dismissed: { state: 'dismissed', asked: 1 },
        kept: { state: 'kept', how: 'helper', asked: 2, written: true },
        off: true,
        again: { asked: 2, written: true },
        restored: true,
      });
    });

    test('the command line asks at a terminal, and Ctrl-C leaves nothing', () => {
      const { said, ...facts } = scene('command line') ?? {};
      expect(facts).toEqual({ asked: 1, isOpen: true, inFile: true, code: 0, restored: true });
      expect(said).toContain('your system asks for them, once');
    });

    test('an installed package asks in its own words, for one program that takes one folder', () => {
      expect(scene('installed package')).toMatchObject({
        ...allowed,
        restored: true,
        prompt: {
          action: 'dev.portside.app.hostnames',
          message: 'Portside wants to keep the names of your Northflank services in the hosts file',
        },
      });
      expect(scene('wrapper with other words')).toEqual({ refusals: [64, 64, 64] });
    });
  },
);
