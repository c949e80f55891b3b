import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { forThisComputer } from '../../electron/cli/run-command.ts';

test('a command gets a service’s variables, but the path and what runs code before it stay those of this computer', () => {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const values = {
    POSTGRES_URI: 'postgresql://127.24.0.1',
    PATH: '/hole',
    LD_PRELOAD: '/hole.so',
    NODE_OPTIONS: '--require /hole.js',
    npm_config_script_shell: '/hole',
    GITHUB_URL: 'x',
  };
  expect(forThisComputer(values, { stderr: stderr })).toEqual({
    POSTGRES_URI: 'postgresql://127.24.0.1',
    GITHUB_URL: 'x',
  });
  expect(stderr.read()).toBe('Left as on this computer: PATH, LD_PRELOAD, NODE_OPTIONS, npm_config_script_shell.\n');
});
