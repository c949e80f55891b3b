import { findOfficialSection } from './hosts-block.ts';

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
