import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toProblem } from '../../electron/contract/failure.ts';
import { helperArguments, helperLine, isPlainPath, whyNoHelper, type Launch } from '../../electron/system/prompts.ts';
import { runAs } from '../../electron/system/runas.ts';

const linux: Launch = { platform: 'linux', executable: '/opt/Portside/portside', directory: '/tmp/portside-0a1b' };
const mac: Launch = {
  platform: 'darwin',
  executable: '/Applications/Portside.app/Contents/MacOS/Portside',
  directory: '/var/folders/zz/abc/T/portside-0a1b',
};
const windows: Launch = {
  platform: 'win32',
  executable: 'C:\\Users\\Jörg Müller\\AppData\\Local\\Programs\\Portside\\Portside.exe',
  directory: 'C:\\Users\\Jörg Müller\\AppData\\Local\\Temp\\portside-0a1b',
};

describe('the line that starts the helper', () => {
  test('stays with it on Linux, where it shows nothing and enters no sandbox', () => {
    expect(helperLine(linux)).toBe(
      '"/opt/Portside/portside" "--no-sandbox" "--no-zygote" "--ozone-platform=headless" "--disable-gpu" ' +
        '"--portside-helper=/tmp/portside-0a1b" </dev/null >/dev/null 2>&1',
    );
  });

  test('lets it go on by itself on macOS', () => {
    expect(helperLine(mac)).toBe(
      '"/Applications/Portside.app/Contents/MacOS/Portside" "--disable-gpu" ' +
        '"--portside-helper=/var/folders/zz/abc/T/portside-0a1b" </dev/null >/dev/null 2>&1 &',
    );
  });

  test('stands in no line on Windows: no shell reads a path', () => {
    const { file, args, env, cwd } = runAs(windows, 'C:\\Windows\\System32');
    expect([file, cwd]).toEqual([
      'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
      'C:\\Windows\\System32',
    ]);
    expect(env).toEqual({
      PORTSIDE_PROGRAM: 'C:\\Users\\Jörg Müller\\AppData\\Local\\Programs\\Portside\\Portside.exe',
      PORTSIDE_ARGUMENTS:
        '"--no-sandbox" "--in-process-gpu" "--disable-gpu" "--portside-helper=C:\\Users\\Jörg Müller\\AppData\\Local\\Temp\\portside-0a1b"',
    });
    // Node puts quotes around an argument with blanks, and PowerShell takes those within for their end.
    expect(args.join(' ')).not.toMatch(/"|Müller/);
  });

  test.each(['JRGMLL~1', "O'Brien", 'R&D', '100% Jörg', '回收', 'a^b', '$HOME', '`id`'])(
    'leads to the folder of the Windows user %s',
    (user) => {
      const directory = `C:\\Users\\${user}\\AppData\\Local\\Temp\\portside-0a1b`;
      const { env } = runAs({ ...windows, directory }, 'C:\\Windows\\System32');
      expect(env['PORTSIDE_ARGUMENTS']).toMatch(/^"--no-sandbox" "--in-process-gpu" "--disable-gpu" /);
      expect(env['PORTSIDE_ARGUMENTS']).toContain(`"--portside-helper=${directory}"`);
    },
  );

  test('is Node with a program of its own for the command line', () => {
    const node = { ...linux, executable: '/usr/bin/node', appPath: '/usr/lib/portside/helper.js', isNode: true };
    expect(helperLine(node)).toBe(
      '"/usr/bin/node" "/usr/lib/portside/helper.js" "--portside-helper=/tmp/portside-0a1b" </dev/null >/dev/null 2>&1',
    );
  });

  test('names the app’s folder where the executable is a bare Electron', () => {
    const words = helperArguments({
      ...linux,
      executable: '/usr/lib/electron/electron',
      appPath: '/home/me/port side',
    });
    expect(words.slice(0, 2)).toEqual(['/usr/lib/electron/electron', '/home/me/port side']);
  });

  test.each<[string, Partial<Launch>]>([
    ['a command in dollar signs', { executable: '/home/$(touch x)/portside' }],
    ['a variable', { executable: '/home/$HOME/portside' }],
    ['backticks', { directory: '/tmp/`id`' }],
    ['a quotation mark', { executable: '/home/"; id; "/portside' }],
    ['a single quotation mark', { executable: "/home/o'neill/portside" }],
    ['a backslash', { executable: '/home/a\\b/portside' }],
    ['a line break', { appPath: '/home/a\nid' }],
    ['a semicolon', { appPath: '/home/a;id' }],
    ['two dots', { executable: '/opt/../home/x/portside' }],
    ['no root', { executable: 'portside' }],
    ['an exclamation mark', { directory: '/tmp/a!b' }],
    ['nothing', { executable: '' }],
    ['an endless path', { directory: `/tmp/${'a'.repeat(600)}` }],
  ])('is not made of a path with %s', (_, change) => {
    expect(() => helperLine({ ...linux, ...change })).toThrow('elevation-unavailable');
  });

  test.each([
    '%TEMP%\\portside',
    'C:\\a"b\\portside.exe',
    'C:\\a\nb\\portside.exe',
    'C:\\a:stream',
    'C:\\a\\..\\b',
    '\\\\host\\share\\a',
  ])('is not made of %s on Windows', (executable) => {
    expect(() => runAs({ ...windows, executable }, 'C:\\Windows\\System32')).toThrow('elevation-unavailable');
  });

  test('holds nothing that a shell reads, whatever the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('linux', 'darwin'), (text, platform) => {
        const path = `/${text}`;
        if (isPlainPath(path, platform)) expect(path).not.toMatch(/["'`$!;&|<>*?%^~#{}[\]\n\r\t\0]/);
      }),
      { numRuns: 5000 },
    );
  });
});

/** Taken from real prompts: sudo-prompt's message, its code, and what the system wrote. */
const denied = 'User did not grant permission.';
const run = 'Error executing command as another user: ';
const applet = 'Command failed: ./applet\n0:145: execution error: ';

describe('an answer without a helper', () => {
  test.each([
    ['linux', 'a closed prompt', { code: 126, message: denied, stderr: `${run}Request dismissed\n` }],
    [
      'linux',
      'a closed prompt of pkexec itself',
      { code: 126, message: 'Command failed: /usr/bin/pkexec', stderr: `${run}Request dismissed\n` },
    ],
    ['darwin', 'a closed prompt', { message: denied, stderr: '' }],
    ['darwin', 'a closed prompt of the applet', { code: 1, message: `${applet}User canceled. (-128)`, stderr: '' }],
    [
      'darwin',
      'a closed prompt in German',
      { code: 1, message: `${applet}Vom Benutzer abgebrochen. (-128)`, stderr: '' },
    ],
    ['win32', 'a closed prompt', { code: 1223, message: 'Command failed', stderr: '' }],
  ] as const)('on %s, %s: dismissed', (platform, _, answer) => {
    expect(whyNoHelper(platform, answer).problem).toEqual({ code: 'elevation-dismissed' });
  });

  test.each([
    [
      'linux',
      { code: 127, message: 'No polkit authentication agent found.', stderr: `${run}No authentication agent found.\n` },
      'no program for password prompts runs in this session',
    ],
    [
      'linux',
      { code: 127, message: denied, stderr: `${run}Not authorized\n\nThis incident has been reported.\n` },
      'the password was wrong, or this user may not',
    ],
    [
      'linux',
      { code: 127, message: 'Command failed: /usr/bin/pkexec', stderr: `${run}Not authorized\n` },
      'the password was wrong, or this user may not',
    ],
    [
      'linux',
      {
        code: 127,
        message: denied,
        stderr: 'Error getting authority: Error initializing authority: Could not connect: No such file or directory\n',
      },
      "the system's authorization service does not run",
    ],
    ['linux', { message: 'Unable to find pkexec or kdesudo.', stderr: '' }, 'pkexec is not installed'],
    ['linux', { code: 'ENOENT', message: 'spawn /usr/bin/pkexec ENOENT', stderr: '' }, 'pkexec is not installed'],
    [
      'linux',
      { code: 127, message: denied, stderr: 'pkexec must be setuid root\n' },
      'pkexec is not set up on this system',
    ],
    ['linux', { code: 1, message: denied, stderr: '' }, 'it was not granted'],
    ['darwin', { message: "env['USER'] not defined.", stderr: '' }, 'the system gives no way to ask'],
    ['win32', { code: 'ENOENT', message: 'spawn', stderr: '' }, 'a policy of this computer forbids it'],
    ['win32', { code: 1260, message: 'Command failed', stderr: '' }, 'a policy of this computer forbids it'],
    ['win32', { code: 5, message: 'Command failed', stderr: '' }, 'a policy of this computer forbids it'],
  ] as const)('on %s, %j: unavailable', (platform, answer, reason) => {
    expect(whyNoHelper(platform, answer).problem).toEqual({ code: 'elevation-unavailable', args: { reason } });
  });

  test.each([
    ['linux', { code: 11, message: 'Command failed: cd "/"; …', stderr: '' }, 'it did not start, code 11'],
    [
      'linux',
      { code: 127, message: 'Command failed: cd "/"; …', stderr: '/bin/bash: line 1: x: No such file\n' },
      'it did not start, code 127',
    ],
    [
      'linux',
      { code: 126, message: 'Command failed: cd "/"; …', stderr: '/bin/bash: line 1: x: Permission denied\n' },
      'it did not start, code 126',
    ],
    ['linux', { code: 0, message: '', stderr: '' }, 'it did not start'],
    ['darwin', { code: 0, message: '', stderr: '' }, 'it did not start'],
    ['win32', { code: 2, message: 'Command failed', stderr: '' }, 'it did not start, code 2'],
    ['win32', { code: 0, message: '', stderr: '' }, 'it did not start'],
  ] as const)('on %s, %j: it was allowed and failed', (platform, answer, reason) => {
    expect(whyNoHelper(platform, answer).problem).toEqual({ code: 'helper-lost', args: { reason } });
  });

  test('is a problem with words, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linux', 'darwin', 'win32'),
        fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }),
        fc.string(),
        fc.string(),
        (platform, code, message, stderr) => {
          const { code: said } = toProblem(whyNoHelper(platform, { code, message, stderr }), 'x');
          expect(['elevation-dismissed', 'elevation-unavailable', 'helper-lost']).toContain(said);
        },
      ),
    );
  });
});
