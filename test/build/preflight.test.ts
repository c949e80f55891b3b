import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { missingLibraries, packagesOf } from '../../build/preflight/libraries.ts';
import type { Machine } from '../../build/preflight/machine.ts';
import { checkNode, preflight } from '../../build/preflight.ts';

const LDD = `
	linux-vdso.so.1 (0x00007ffd)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
	libnss3.so => not found
`;

const TOOLS = {
  xvfb: 'Xvfb',
  dbus: 'dbus-daemon',
  'gnome-keyring': 'gnome-keyring-daemon',
  'redis-server': 'redis-server',
  'mariadb-server': 'mariadbd',
  pkexec: 'pkexec',
};

type Fake = Machine & { calls: string[] };

/** A machine whose apt-get installs for real as far as the preflight can see. */
function fakeMachine(given: Partial<Machine> & { installed?: string[]; linked?: string } = {}): Fake {
  const installed = new Set(given.installed);
  const calls: string[] = [];
  return {
    platform: 'linux',
    nodeVersion: '20.19.0',
    isRoot: true,
    hasDisplay: false,
    hasTool: (name) =>
      name === 'apt-get' || Object.entries(TOOLS).some(([pack, tool]) => tool === name && installed.has(pack)),
    hasLibrary: () => installed.has('libsecret-1-0'),
    linkage: () => (installed.has('libgtk-3-0') ? '' : (given.linked ?? '')),
    hasPackageLists: () => true,
    packageExists: (name) => !name.endsWith('t64'),
    aptGet: (args) => {
      calls.push(args.join(' '));
      for (const name of args) installed.add(name);
      return Promise.resolve(0);
    },
    forbidServices: () => {
      calls.push('forbid');
      return () => calls.push('allow');
    },
    ...given,
    calls,
  };
}

let said: MockInstance<typeof console.error>;

beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => said.mockRestore());

describe('missing libraries', () => {
  test('are read from ldd, each once', () => {
    expect(missingLibraries(LDD)).toEqual(['libgtk-3.so.0', 'libnss3.so', 'libnssutil3.so']);
  });

  test('lead to the packages that hold them', () => {
    expect(packagesOf(['libgtk-3.so.0', 'libnss3.so', 'libnssutil3.so', 'libodd.so.7'])).toEqual({
      packages: ['libgtk-3-0', 'libnss3'],
      unknown: ['libodd.so.7'],
    });
  });
});

describe('as root the preflight', () => {
  test('installs what is missing, with services forbidden meanwhile', async () => {
    const machine = fakeMachine({ linked: LDD });
    await preflight('demo', '/electron', machine);
    expect(machine.calls).toEqual([
      'forbid',
      'install -y --no-install-recommends libgtk-3-0 libnss3 xvfb dbus',
      'allow',
    ]);
    expect(said.mock.calls.flat()).toEqual(['Installing what is missing with apt-get: libgtk-3-0 libnss3 xvfb dbus …']);
  });

  test('installs for tests a keyring and real servers too', async () => {
    const machine = fakeMachine({ installed: ['xvfb', 'dbus'] });
    await preflight('test', undefined, machine);
    expect(machine.calls[1]).toBe(
      'install -y --no-install-recommends gnome-keyring libsecret-1-0 libnotify4 redis-server mariadb-server pkexec',
    );
  });

  test('reads the package lists first where there are none', async () => {
    const machine = fakeMachine({ hasPackageLists: () => false });
    await preflight('start', undefined, machine);
    expect(machine.calls).toEqual(['forbid', 'update', 'install -y --no-install-recommends xvfb dbus', 'allow']);
  });

  test('renews lists that are out of date, and allows services again even if all fails', async () => {
    const calls: string[] = [];
    const machine = fakeMachine({
      aptGet: (args) => {
        calls.push(args[0] ?? '');
        return Promise.resolve(100);
      },
    });
    await expect(preflight('start', undefined, machine)).rejects.toThrow('xvfb dbus');
    expect(calls).toEqual(['install', 'update', 'install']);
    expect(machine.calls).toEqual(['forbid', 'allow']);
  });

  test('takes the newer name of a package where there is one', async () => {
    const machine = fakeMachine({ linked: LDD, hasDisplay: true, packageExists: (name) => name === 'libgtk-3-0t64' });
    await expect(preflight('start', '/electron', machine)).rejects.toThrow('libgtk-3-0');
    expect(machine.calls[1]).toBe('install -y --no-install-recommends libgtk-3-0t64 libnss3');
  });

  test('changes nothing where nothing is missing', async () => {
    const machine = fakeMachine({ installed: [...Object.keys(TOOLS), 'libsecret-1-0'] });
    await preflight('test', '/electron', machine);
    expect(machine.calls).toEqual([]);
    expect(said).not.toHaveBeenCalled();
  });
});

describe('as another user the preflight', () => {
  test('names the one command to run', async () => {
    const machine = fakeMachine({ isRoot: false, linked: LDD });
    await expect(preflight('start', '/electron', machine)).rejects.toThrow(
      'Run: sudo apt-get install --no-install-recommends libgtk-3-0 libnss3 xvfb dbus',
    );
    expect(machine.calls).toEqual([]);
  });

  test('only warns of what tests can do without', async () => {
    const machine = fakeMachine({ isRoot: false, installed: ['xvfb', 'dbus', 'gnome-keyring', 'libsecret-1-0'] });
    await preflight('test', undefined, machine);
    expect(said.mock.calls.flat()).toEqual([
      'Without redis-server the tests against a real Redis are skipped.',
      'Without mariadb-server the tests against a real MySQL are skipped.',
      "Without pkexec the tests with the system's permission prompt are skipped.",
    ]);
  });

  test('asks for no display where there is one', async () => {
    await expect(
      preflight('start', undefined, fakeMachine({ isRoot: false, hasDisplay: true })),
    ).resolves.toBeUndefined();
  });

  test('names the packages where there is no apt-get', async () => {
    const machine = fakeMachine({ isRoot: false, hasTool: () => false });
    await expect(preflight('demo', undefined, machine)).rejects.toThrow(/names of Debian's packages: xvfb dbus\.$/);
  });

  test('names a library whose package is not known', async () => {
    const machine = fakeMachine({ isRoot: false, hasDisplay: true, linked: 'libodd.so.7 => not found' });
    await expect(preflight('start', '/electron', machine)).rejects.toThrow('No package is known for libodd.so.7.');
  });
});

describe('the preflight', () => {
  test('asks nothing of other systems', async () => {
    const machine = fakeMachine({ platform: 'darwin', isRoot: false });
    await expect(preflight('test', '/electron', machine)).resolves.toBeUndefined();
  });

  test.each(['18.20.0', '20.18.3'])('refuses Node %s with a sentence', (nodeVersion) => {
    expect(() => checkNode({ nodeVersion })).toThrow(`Node 20.19 or newer; this is Node ${nodeVersion}.`);
  });

  test.each(['20.19.0', '22.0.0', '24.1.0'])('takes Node %s', (nodeVersion) => {
    expect(() => checkNode({ nodeVersion })).not.toThrow();
  });
});
