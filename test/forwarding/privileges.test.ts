import { expect, test } from 'vitest';
import { administratorQuestions } from '../../electron/forwarding/privileges.ts';

test('whether somebody is a Windows administrator is asked of Windows’ own programs, not of such in the working directory', () => {
  expect(administratorQuestions('D:\\Windows\\System32')).toEqual([
    ['D:\\Windows\\System32\\fsutil.exe', 'dirty', 'query', 'D:'],
    ['D:\\Windows\\System32\\fltmc.exe'],
  ]);
});
