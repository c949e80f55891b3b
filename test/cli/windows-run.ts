/**
 * A process that takes itself for one on Windows, and runs what it is given as `portside run` does. In place of `cmd.exe`
 * is what `comspec` names.
 */
import process from 'node:process';

Object.defineProperty(process, 'platform', { value: 'win32' });
const { run } = await import('../../electron/cli/run-command.ts');

const [, , program = '', ...args] = process.argv;
const { stdin, stdout, stderr, env } = process;
const signal = new AbortController().signal;
process.exitCode = await run([program, ...args], env, { env, home: '', stdin, stdout, stderr, signal });
