import { expect, test } from 'vitest';
import { autostartEntry, isSwitchedOff } from '../../electron/shell/autostart-file.ts';

const exec = (command: readonly string[]) => /^Exec=(.*)$/m.exec(autostartEntry(command))?.[1];

test('a command is written so that no desktop reads more into it', () => {
  expect(exec(['/opt/My Apps/portside', '--hidden'])).toBe('"/opt/My Apps/portside" "--hidden"');
  expect(exec(['/a "b" $c `d` 100%'])).toBe('"/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` 100%%"');
  expect(exec(['C:\\x'])).toBe('"C:\\\\\\\\x"');
});

test('an entry that the desktop has switched off is seen as such', () => {
  const entry = autostartEntry(['/opt/portside']);
  expect(isSwitchedOff(entry)).toBe(false);
  expect(isSwitchedOff(`${entry}Hidden=true\n`)).toBe(true);
  expect(isSwitchedOff(entry.replace('enabled=true', 'enabled=false'))).toBe(true);
});
