import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { protocolHandler } from '../../electron/system/protocol-handler.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-xdg-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function desktopSays(script: string): NodeJS.ProcessEnv {
  const file = join(folder, 'xdg-mime');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { PATH: folder };
}

describe.runIf(process.platform !== 'win32')('what opens a scheme', () => {
  test('is what the desktop answers for it', async () => {
    const env = desktopSays('[ "$*" = "query default x-scheme-handler/mysql" ] && echo tableplus.desktop');
    expect(await protocolHandler('mysql', env)).toBe('tableplus.desktop');
    expect(await protocolHandler('postgresql', env)).toBe('');
  });

  test('is nothing where the desktop cannot be asked', async () => {
    expect(await protocolHandler('mysql', { PATH: folder })).toBe('');
    expect(await protocolHandler('mysql', desktopSays('echo half; exit 3'))).toBe('');
  });
});
