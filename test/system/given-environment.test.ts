import { expect, test } from 'vitest';
import { givenEnvironment } from '../../electron/system/given-environment.ts';

test('what was given counts, not what was added or taken out since', () => {
  const now = { PATH: '/bin', CHROME_DESKTOP: 'portside.desktop' };
  const block = 'PATH=/bin\0NODE_OPTIONS=--title=a=b\0EMPTY=\0LINES=one\ntwo\0';
  expect(givenEnvironment(now, block)).toEqual({
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
  expect(givenEnvironment(now, undefined)).toEqual({ HOME: '/Users/a', NODE_EXTRA_CA_CERTS: '/a.pem' });
});
