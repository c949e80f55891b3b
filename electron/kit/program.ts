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

/** The program as one line for `sh`, with what is to be in its environment alone. */
export function renderLine({ env, argv }: Program): string {
  const set = Object.entries(env).filter(([name]) => isShellName(name));
  return `${[...set.map(([name, value]) => `${name}=${quoteShell(value)}`), ...argv.map(quoteShell)].join(' ')}\n`;
}

/**
 * A script for `sh` that removes itself, runs the line that comes through a pipe, and leaves a shell in its place. What
 * stands on the disk is no secret: the line never does.
 */
export const renderScript = (pipe: string): string =>
  [
    '#!/bin/sh',
    'rm -f -- "$0"',
    `IFS= read -r line < ${quoteShell(pipe)} || exit 1`,
    `rm -f -- ${quoteShell(pipe)}`,
    'eval "$line"',
    'unset line',
    'exec "${SHELL:-/bin/sh}"',
    '',
  ].join('\n');
