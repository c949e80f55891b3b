import { describe, expect, test } from 'vitest';
import { isAccelerator, readPress } from '../../electron/contract/accelerator.ts';

const press = (key: string, held = '', code = '') =>
  readPress({
    key,
    code,
    ctrlKey: held.includes('c'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
    metaKey: held.includes('m'),
  });

test.each(['Control+Shift+P', 'Control+Alt+Space', 'Alt+Shift+Up', 'Shift+Super+9', 'F9', 'Super+F24'])(
  '%s is a shortcut',
  (text) => expect(isAccelerator(text)).toBe(true),
);

describe('no shortcut is', () => {
  test.each(['', 'P', 'Shift+P', 'Control+C', 'Super+Q', 'Shift+Control+P', 'Control+Control+P', 'Control+Alt', 'F25'])(
    '%j',
    (text) => expect(isAccelerator(text)).toBe(false),
  );
  test.each(['Control+Alt+Delete', 'Control+Alt+p', 'Control+Alt+PP', 'Hyper+Alt+P', '__proto__+F1'])('%j', (text) =>
    expect(isAccelerator(text)).toBe(false),
  );
});

test('what is pressed is read as a shortcut, by its place where a modifier makes another sign of it', () => {
  expect(press('P', 'cs')).toEqual({ accelerator: 'Control+Shift+P' });
  expect(press('z', 'ca', 'KeyY')).toEqual({ accelerator: 'Control+Alt+Z' });
  expect(press('π', 'am', 'KeyP')).toEqual({ accelerator: 'Alt+Super+P' });
  expect(press('!', 'cs', 'Digit1')).toEqual({ accelerator: 'Control+Shift+1' });
  expect(press('F9')).toEqual({ accelerator: 'F9' });
  expect(press('Control', 'c')).toBe('waiting');
  for (const [key, held] of [
    ['p', ''],
    ['c', 'c'],
    ['Dead', 'cs'],
    ['constructor', 'cs'],
  ] as const) {
    expect(press(key, held)).toBe('unfit');
  }
});
