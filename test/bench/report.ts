import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asMarkdown } from './table.ts';

const FILE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const BEGIN = '<!-- written by npm run bench -- --write -->';
const END = '<!-- end of what was written -->';

export type Report = {
  readonly table: readonly (readonly string[])[];
  readonly machine: readonly string[];
  /** What a reader has to know to judge single figures. */
  readonly notes: readonly string[];
  readonly rounds: number;
};

/** Replaces the figures in docs/benchmarks.md and leaves the words around them. */
export function writeReport({ table, machine, notes, rounds }: Report): void {
  const text = readFileSync(FILE, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${FILE} has no place for the figures (${BEGIN} … ${END})`);
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const parts = [
    list([...machine, `Medians of ${rounds} rounds; in brackets the ratio to the official client of the same run`]),
    asMarkdown(table),
    ...(notes.length > 0 ? [`To be read with care:\n\n${list(notes)}`] : []),
  ];
  writeFileSync(FILE, `${text.slice(0, begin)}${BEGIN}\n\n${parts.join('\n\n')}\n\n${text.slice(end)}`);
}
