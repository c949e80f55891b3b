import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

export type Choice = { readonly id: string; readonly name: string };

export type Question = {
  /** `project`, `service` or `addon`. */
  readonly what: string;
  /** Asked for only where there is someone to choose. */
  readonly list: () => Promise<readonly Choice[]>;
  /** Programs that read the output are not asked. */
  readonly json: boolean;
};

/** Asks which one is meant; without a terminal, or where there is none, throws a `UsageError` that names the flag. */
export async function choose(world: World, { what, list, json }: Question): Promise<string> {
  const { stdin, stdout, signal } = world;
  const flag = `--${what}Id`;
  if (json || !stdin.isTTY || !stdout.isTTY) throw new UsageError(`Which ${what}? Name it with ${flag}.`);
  const choices = await list();
  const [only] = choices;
  if (!only) throw new UsageError(`There is no ${what} to choose from.`);
  for (const [index, { id, name }] of choices.entries()) {
    stdout.write(`${String(index + 1).padStart(3)}  ${id}${name === id ? '' : `  ${name}`}\n`);
  }
  const terminal = createInterface({ input: stdin, output: stdout });
  // While a line is edited, Ctrl-C comes as a key and not as a signal.
  const leave = new AbortController();
  terminal.on('SIGINT', () => leave.abort());
  try {
    const answer = await terminal
      .question(`Which ${what}? Number or id: `, { signal: AbortSignal.any([signal, leave.signal]) })
      .catch(() => {
        throw new UsageError('Nothing was chosen.');
      });
    const chosen = choices.find(({ id }) => id === answer.trim()) ?? choices[Number(answer) - 1];
    if (!chosen) throw new UsageError(`There is no ${what} "${answer.trim()}" in the list.`);
    return chosen.id;
  } finally {
    terminal.close();
  }
}
