import { isShellName, quoteShell } from './quote.ts';

/** A program to be started. What stands in `env` is seen by the user's own processes only; arguments are seen by all. */
export type Program = {
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
};

/** For a shell. The space in front keeps a line with a password out of the history of shells that are set so. */
export function renderProgram({ env, argv }: Program): string {
  const set = Object.entries(env).map(([name, value]) => `${name}=${quoteShell(value)}`);
  return `${set.length > 0 ? ' ' : ''}${[...set, ...argv.map(quoteShell)].join(' ')}`;
}

/** A script for `sh` that removes itself, runs the program and leaves a shell in its place. */
export function renderScript({ env, argv }: Program): string {
  const set = Object.entries(env).filter(([name]) => isShellName(name));
  return [
    '#!/bin/sh',
    'rm -f -- "$0"',
    [...set.map(([name, value]) => `${name}=${quoteShell(value)}`), ...argv.map(quoteShell)].join(' '),
    'exec "${SHELL:-/bin/sh}"',
    '',
  ].join('\n');
}
