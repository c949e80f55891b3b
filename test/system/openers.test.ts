import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderLine, renderScript } from '../../electron/kit/program.ts';
import { createOpeners } from '../../electron/system/openers.ts';
import {
  dbeaverPlaces,
  installLine,
  powershellArguments,
  powershellIn,
  terminalArguments,
} from '../../electron/system/terminals.ts';

const texts = { renderLine, renderScript };
let room: string;
let bin: string;
beforeEach(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'portside-openers-'));
  bin = path.join(room, 'bin');
  await mkdir(bin);
});
afterEach(() => rm(room, { recursive: true, force: true }));

/** A program of this name that notes its arguments and, for a terminal, runs what it is given. */
async function install(name: string, more = ''): Promise<string> {
  const noted = path.join(room, `${name}.args`);
  const file = path.join(bin, name);
  await writeFile(
    file,
    `#!/bin/sh\nprintf '%s\\0' "$@" > '${noted}.part'\n${more}\n/bin/mv '${noted}.part' '${noted}'\n`,
  );
  await chmod(file, 0o755);
  return noted;
}
const argumentsIn = async (file: string) =>
  vi.waitFor(async () => (await readFile(file, 'utf8')).split('\0').slice(0, -1), { timeout: 5000, interval: 20 });
const open = () =>
  createOpeners({
    ...texts,
    platform: 'linux',
    env: { PATH: `${bin}:/usr/bin:/bin`, SHELL: '/bin/true' },
    directory: room,
  });
const only = () => createOpeners({ ...texts, platform: 'linux', env: { PATH: bin } });

test('what is not on this computer is not offered', async () => {
  expect(await only().found()).toEqual([]);
  await install('dbeaver-ce');
  expect(await only().found()).toEqual(['dbeaver']);
  await install('xterm');
  expect(await only().found()).toEqual(['dbeaver', 'terminal']);
  await expect(createOpeners({ ...texts, platform: 'linux', env: {} }).openDbeaver([])).rejects.toThrow(
    'opener-failed',
  );
});

test('DBeaver gets its arguments as they are, whatever they hold', async () => {
  const noted = await install('dbeaver');
  const args = ['-con', `host=a|database=o'r "d;$(touch ${room}/hole)\`s\``];
  await open().openDbeaver(args);
  expect(await argumentsIn(noted)).toEqual(args);
  expect(await readdir(room)).not.toContain('hole');
});

test('a terminal runs the program with its secret, and no argument of any process holds it', async () => {
  const secret = `p'w $(id) "x" \\`;
  const tool = await install(
    'tool',
    `printf '%s' "$TOOL_PASSWORD" > '${room}/seen'; cat "/proc/$$/cmdline" > '${room}/cmdline'`,
  );
  // What lies on the disk when the terminal begins is looked at before it is run.
  const terminal = await install('x-terminal-emulator', `shift; cat "$2" > '${room}/script'; "$@"`);
  const openers = open();
  const program = { env: { TOOL_PASSWORD: secret }, argv: ['tool', '--user', 'a b'] };
  await openers.openTerminal(program);
  expect(await argumentsIn(tool)).toEqual(['--user', 'a b']);
  const [flag, shell, script = ''] = await argumentsIn(terminal);
  expect([flag, shell]).toEqual(['-e', '/bin/sh']);
  expect(await readFile(`${room}/seen`, 'utf8')).toBe(secret);
  expect(await readFile(`${room}/cmdline`, 'utf8')).not.toContain("p'w");
  expect(await readFile(`${room}/script`, 'utf8')).not.toContain("p'w");
  // The script has removed itself, and its folder was closed to others.
  await expect(stat(script)).rejects.toThrow('ENOENT');
  expect((await stat(path.dirname(script))).mode & 0o777).toBe(0o700);
  await openers.close();
  await expect(stat(path.dirname(script))).rejects.toThrow('ENOENT');
});

test('a client that is not there is told with the line that brings it, and no terminal opens', async () => {
  const terminal = await install('xterm');
  const openers = createOpeners({ ...texts, platform: 'linux', env: { PATH: bin, HOME: room }, directory: room });
  await expect(openers.openTerminal({ env: {}, argv: ['mongosh-of-nobody'] })).rejects.toMatchObject({
    problem: { code: 'client-missing', args: { program: 'mongosh-of-nobody' } },
  });
  expect(installLine('psql', 'linux')).toBe('sudo apt install postgresql-client');
  await mkdir(path.join(room, '.local/bin'), { recursive: true });
  await install('../.local/bin/mongosh-of-nobody');
  await openers.openTerminal({ env: {}, argv: ['mongosh-of-nobody'] });
  await argumentsIn(terminal);
  await openers.close();
});

test('a script that no terminal ran is gone at the end', async () => {
  await install('xterm', 'true');
  const openers = createOpeners({
    ...texts,
    platform: 'linux',
    env: { PATH: `${bin}:/usr/bin:/bin` },
    directory: room,
  });
  const program = { env: { A: 'b' }, argv: ['true'] };
  await openers.openTerminal(program);
  await argumentsIn(path.join(room, 'xterm.args'));
  expect((await readdir(room)).filter((name) => name.startsWith('portside-'))).toHaveLength(1);
  await openers.close();
  expect((await readdir(room)).filter((name) => name.startsWith('portside-'))).toEqual([]);
});

test('each terminal is given the script in its own way', () => {
  expect(terminalArguments('gnome-terminal', '/s')).toEqual(['--', '/bin/sh', '/s']);
  expect(terminalArguments('kitty', '/s')).toEqual(['/bin/sh', '/s']);
  expect(terminalArguments('wezterm', '/s')).toEqual(['start', '--', '/bin/sh', '/s']);
});

test('PowerShell reads a command in which each word is one, whatever it holds', () => {
  const encoded = powershellArguments(['psql', "host=a dbname='o r'"]).at(-1) ?? '';
  expect(Buffer.from(encoded, 'base64').toString('utf16le')).toBe("& 'psql' 'host=a dbname=''o r'''");
});

test('PowerShell gets each word so that no quote in it, of whatever kind, ends it', () => {
  const lineOf = (...argv: string[]) =>
    Buffer.from(powershellArguments(argv).at(-1) ?? '', 'base64').toString('utf16le');
  // Its own quotes are the typographic ones as well; each stands for itself when it is doubled.
  expect(lineOf('psql', 'x\u2019; calc; \u2018')).toBe("& 'psql' 'x\u2019\u2019; calc; \u2018\u2018'");
  expect(lineOf('psql', 'a\u201Ab\u201B')).toBe("& 'psql' 'a\u201A\u201Ab\u201B\u201B'");
  // Those of the command line it leaves to us.
  expect(lineOf('psql', 'a" -c "b')).toBe(String.raw`& 'psql' 'a\" -c \"b'`);
  expect(lineOf('psql', String.raw`a\"b`)).toBe(String.raw`& 'psql' 'a\\\"b'`);
  expect(lineOf('psql', 'a b\\', 'c\\', '')).toBe("& 'psql' 'a b\\\\' 'c\\' '\"\"'");
});

test('DBeaver is looked for where each system installs it', () => {
  expect(dbeaverPlaces({ platform: 'darwin', env: { HOME: '/Users/a' } })).toContain(
    '/Users/a/Applications/DBeaver.app/Contents/MacOS/dbeaver',
  );
  expect(dbeaverPlaces({ platform: 'win32', env: { LOCALAPPDATA: String.raw`C:\L` } })).toEqual([
    String.raw`C:\L\DBeaver\dbeaver.exe`,
  ]);
});

test('a script reads its line from the pipe, runs it, and leaves a shell that knows nothing of it', async () => {
  const file = path.join(room, 's.sh');
  const pipe = path.join(room, 'line');
  const program = { env: { A: `b 'c' "$d"` }, argv: ['sh', '-c', 'printf "%s|" "$A"'] };
  const shell = path.join(room, 'shell');
  await writeFile(shell, '#!/bin/sh\nprintf "%s" "[${A-none} ${line-none}]"\n', { mode: 0o755 });
  await writeFile(file, renderScript(pipe));
  await promisify(execFile)('mkfifo', [pipe]);
  const running = promisify(execFile)('/bin/sh', [file], { env: { PATH: '/usr/bin:/bin', SHELL: shell } });
  await writeFile(pipe, renderLine(program));
  expect((await running).stdout).toBe(`b 'c' "$d"|[none none]`);
  expect((await readdir(room)).sort()).toEqual(['bin', 'shell']);
});

test('PowerShell is named by its full path, so that no program of its name in another folder is told a password', () => {
  expect(powershellIn(String.raw`C:\Windows\System32`)).toBe(
    String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`,
  );
});
