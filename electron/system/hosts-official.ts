import { linesOf, mappingOf, type HostsEntry } from './hosts-scan.ts';

/**
 * What the official client keeps under its own heading, which it leaves behind even after a clean stop; `line` counts from
 * one. It belongs to that client: it is read for warnings and changed only by `stripOfficial`.
 */
export function findOfficialSection(
  text: string,
): { readonly line: number; readonly entries: readonly HostsEntry[] } | undefined {
  const lines = linesOf(text);
  const heading = lines.findIndex((line) => line.text === '# Northflank Proxy');
  if (heading === -1) return undefined;
  const entries: HostsEntry[] = [];
  for (const line of lines.slice(heading + 1)) {
    const entry = mappingOf(line.text);
    if (!entry?.address.startsWith('127.24.')) break;
    entries.push(entry);
  }
  return { line: heading + 1, entries };
}

/**
 * The text without what the official client left: its heading, the blank line that it put before it, and its lines of
 * 127.24.x.y below. Only ever done because the user asked for it: that client may be running and still need them.
 */
export function stripOfficial(text: string): string {
  const section = findOfficialSection(text);
  if (!section) return text;
  const lines = text.split('\n');
  const heading = section.line - 1;
  const isBlankBefore = heading > 0 && (lines[heading - 1] ?? '').trim() === '';
  const from = isBlankBefore ? heading - 1 : heading;
  const kept = [...lines.slice(0, from), ...lines.slice(section.line + section.entries.length)];
  // It drops the last line break when it writes: what stood before had one.
  const isLast = section.line + section.entries.length >= lines.length;
  return kept.join('\n') + (isLast && from > 0 ? '\n' : '');
}
