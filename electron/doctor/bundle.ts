import { strToU8, zipSync } from 'fflate';
import type { SessionState } from '../contract/session.ts';
import { learnNames, type Machine } from './names.ts';
import type { Placeholders } from './placeholders.ts';
import { cleanLine } from './report.ts';

/** The report as it was shown, and the log files without names and secrets, in one zip. */
export function zipReport({
  markdown,
  logs,
  state,
  machine,
  names,
}: {
  readonly markdown: string;
  /** Text by file name. */
  readonly logs: Readonly<Record<string, string>>;
  readonly state: SessionState;
  readonly machine: Machine;
  /** Those of the report. */
  readonly names: Placeholders;
}): Uint8Array {
  // What came since the report was written is in the log files as well.
  learnNames(names, state, machine);
  const clean = Object.entries(logs).map(([name, text]) => {
    const lines = text.split('\n').filter(Boolean);
    return [name, strToU8(lines.map((line) => `${cleanLine(line, names)}\n`).join(''))] as const;
  });
  return zipSync({ 'report.md': strToU8(markdown), ...Object.fromEntries(clean) }, { level: 6 });
}
