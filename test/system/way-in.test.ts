import { describe, expect, test } from 'vitest';
import { HELPER_SWITCH } from '../../electron/system/elevation-plan.ts';
import { HELPER_WORD, wayIn } from '../../electron/system/way-in.ts';

const started = (args: string, isPackaged = true) =>
  wayIn(['/opt/portside', ...args.split(' ').filter(Boolean)], { isPackaged });
const command = (...words: string[]) => ({ as: 'command', words });

describe('a packaged program', () => {
  test.each(['', '--hidden', 'portside://open/shop', '-psn_0_1', '--no-sandbox', '--no-sandbox --hidden', 'file:///a'])(
    'is the app with "%s"',
    (args) => expect(started(args)).toEqual({ as: 'app' }),
  );

  test.each(['status', 'nonsense', '--help', '-v', 'run web -- psql --portside-helper=/tmp', 'up --yes'])(
    'is the command with "%s"',
    (args) => expect(started(args)).toEqual(command(...args.split(' '))),
  );

  test('is the command where an AppImage has put its switch first', () => {
    expect(started('--no-sandbox status --json')).toEqual(command('status', '--json'));
  });

  test('gives the command all that stands behind the first --, be it a switch, a link or another --', () => {
    const words = ['up', '--host', 'https://api.example', '--', '--portside-command'];
    expect(started(`--no-zygote --portside-command -- ${words.join(' ')}`)).toEqual(command(...words));
    expect(started('--portside-command --')).toEqual(command());
  });

  test('is the helper by its own switch', () => {
    expect(HELPER_WORD).toBe(HELPER_SWITCH);
    expect(started('--disable-gpu --portside-helper=/tmp/a')).toEqual({ as: 'helper' });
  });
});

test('a bare Electron takes its first word for the folder of the app', () => {
  expect(started('out', false)).toEqual({ as: 'app' });
  expect(started('out --portside-command -- status', false)).toEqual(command('status'));
  expect(started('out --portside-helper=/tmp/a', false)).toEqual({ as: 'helper' });
});
