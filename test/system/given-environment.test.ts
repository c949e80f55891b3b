import { expect, test } from 'vitest';
import { givenEnvironment } from '../../electron/system/given-environment.ts';

const execPath = '/opt/Portside/portside';

test('what was given counts, not what was added or taken out since', () => {
  const now = { PATH: '/bin', CHROME_DESKTOP: 'portside.desktop' };
  const block = 'PATH=/bin\0NODE_OPTIONS=--title=a=b\0EMPTY=\0LINES=one\ntwo\0';
  expect(givenEnvironment({ env: now, execPath }, block)).toEqual({
    PATH: '/bin',
    NODE_OPTIONS: '--title=a=b',
    EMPTY: '',
    LINES: 'one\ntwo',
  });
});

test('where the system keeps nothing, what a script handed over comes back under its own name', () => {
  const now = {
    HOME: '/Users/a',
    PORTSIDE_GIVEN_NODE_EXTRA_CA_CERTS: '/a.pem',
    PORTSIDE_GIVEN_NODE_OPTIONS: '',
    PORTSIDE_GIVEN_WORD: 'up',
  };
  expect(givenEnvironment({ env: now, execPath }, undefined)).toEqual({
    HOME: '/Users/a',
    NODE_EXTRA_CA_CERTS: '/a.pem',
  });
});

test('an AppImage leaves nothing of its own in the lists that programs are looked up in', () => {
  const given = {
    APPDIR: '/tmp/.mount',
    PATH: '/tmp/.mount:/tmp/.mount/usr/sbin:/bin:/tmp/.mounted',
    OTHER: '/tmp/.mount',
  };
  const lists = { LD_LIBRARY_PATH: '/tmp/.mount/usr/lib', XDG_DATA_DIRS: '/tmp/.mount/usr/share/:/usr/share' };
  expect(givenEnvironment({ env: { ...given, ...lists }, execPath: '/tmp/.mount/portside' }, undefined)).toEqual({
    ...given,
    PATH: '/bin:/tmp/.mounted',
    XDG_DATA_DIRS: '/usr/share',
  });
  expect(givenEnvironment({ env: { ...given, ...lists }, execPath }, undefined)).toEqual({ ...given, ...lists });
});
