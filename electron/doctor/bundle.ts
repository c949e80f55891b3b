import { strToU8, zipSync } from 'fflate';
import type { SessionState } from '../contract/session.ts';
import { namesOf, type Machine } from './names.ts';
import { cleanLine } from './report.ts';

/** The report as it was shown, and the log files without names and secrets, in one zip. */
export function zipReport({
  markdown,
  logs,
  state,
  machine,
}: {
  readonly markdown: string;
  /** Text by file name. */
  readonly logs: Readonly<Record<string, string>>;
  readonly state: SessionState;
  readonly machine: Machine;
}): Uint8Array {
  const names = namesOf(state, machine);
  const clean = Object.entries(logs).map(([name, text]) => {
    const lines = text.split('\n').filter(Boolean);
    return [name, strToU8(lines.map((line) => `${cleanLine(line, names)}\n`).join(''))] as const;
  });
  return zipSync({ 'report.md': strToU8(markdown), ...Object.fromEntries(clean) }, { level: 6 });
}
