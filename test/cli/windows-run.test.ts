import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test.runIf(process.platform !== 'win32')('a batch file of Windows is run by its name, through cmd.exe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portside-run-'));
  try {
    const comspec = join(folder, 'cmd');
    await writeFile(comspec, `#!/bin/sh\nprintf '%s\\n' "$@"\n`);
    await chmod(comspec, 0o755);
    await writeFile(join(folder, 'npm.cmd'), '@echo off\n');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'windows-run.ts'), 'npm', 'test', 'a&b'],
      { env: { ...process.env, PATH: folder, PATHEXT: '.EXE;.CMD', comspec } },
    );
    const [line, ...words] = stdout.trim().split('\n').toReversed();
    expect(words.toReversed()).toEqual(['/d', '/s', '/c']);
    // What means something to cmd.exe does not any more.
    expect(line).toMatch(/^"npm .*test.* .*a\^+&b.*"$/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
