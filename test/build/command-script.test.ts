import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../build/build.ts';

const SCRIPT = join(projectRoot, 'assets/command/portside');
const FOR_COMMAND = [
  '--no-sandbox',
  '--no-zygote',
  '--ozone-platform=headless',
  '--log-level=3',
  '--portside-command',
  '--',
];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'portside script-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lays the script where a package has it; what stands for the program says its arguments. */
function install(places: { readonly script: string; readonly program: string }): string {
  const [script = '', program = ''] = [places.script, places.program].map((place) => join(folder, place));
  for (const file of [script, program]) mkdirSync(dirname(file), { recursive: true });
  cpSync(SCRIPT, script);
  writeFileSync(program, '#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done; exit 3\n');
  chmodSync(program, 0o755);
  return script;
}

const started = (script: string, args: readonly string[] = []) => {
  const { status, stdout } = spawnSync(script, args, { encoding: 'utf8', cwd: '/' });
  return { status, words: stdout.split('\n').slice(0, -1) };
};

describe.skipIf(process.platform === 'win32').each([
  ['Linux', { script: 'Portside/bin/portside', program: 'Portside/portside' }],
  [
    'macOS',
    { script: 'Portside.app/Contents/Resources/bin/portside', program: 'Portside.app/Contents/MacOS/Portside' },
  ],
])('the script of the command on %s', (_, places) => {
  test('starts the program as a command, with every word as it was, and ends as it does', () => {
    const words = ['run', 'a b', '$HOME', '', '--', 'psql', '-c', '"; *'];
    expect(started(install(places), words)).toEqual({ status: 3, words: [...FOR_COMMAND, ...words] });
  });

  test.each(['--help', '-h', '--version', '-v'])('takes %s for a question', (word) => {
    expect(started(install(places), [word]).words).toEqual([...FOR_COMMAND, word]);
  });

  test.each([[[]], [['--hidden']], [['portside://open/shop', '--x']]])('starts the app with %j', (words) => {
    expect(started(install(places), words).words).toEqual(words);
  });

  test('finds the program through links, be they relative', () => {
    install(places);
    mkdirSync(join(folder, 'links'));
    symlinkSync(join('..', places.script), join(folder, 'links/relative'));
    symlinkSync(join(folder, 'links/relative'), join(folder, 'portside'));
    expect(started(join(folder, 'portside'), ['status']).words).toEqual([...FOR_COMMAND, 'status']);
  });
});
